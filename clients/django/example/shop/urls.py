from django.urls import path
from till import views

urlpatterns = [
    path('stock/<int:outlet_id>/', views.stock),
    path('sell/', views.sell),
    path('orders/', views.orders),
]
