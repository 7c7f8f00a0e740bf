"""A till: what there is, and selling it. The middleware has set tenant and actor, and commits when a view returns."""
import json

from django.http import JsonResponse
from django.views.decorators.http import require_GET, require_POST
from primeinv_django import CreditRefused, InsufficientStock, call
from primeinv_django.models import StockLevel

from .models import Order


@require_GET
def stock(request, outlet_id):
    levels = StockLevel.objects.filter(outlet_id=outlet_id).order_by('product', 'variation')
    return JsonResponse({'stock': list(levels.values('variation_id', 'product', 'variation', 'available'))})


@require_POST
def sell(request):
    """One sale. A till that got no answer sends the same Idempotency-Key again, and gets the same sale."""
    wanted = json.loads(request.body)
    try:
        sale = call('checkout', outlet_id=wanted['outlet_id'], items=wanted['items'], payments=wanted.get('payments'),
                    customer_id=wanted.get('customer_id'), request_id=request.headers.get('Idempotency-Key'))
    except InsufficientStock as error:
        return JsonResponse({'detail': str(error), 'lines': error.lines}, status=409)
    except CreditRefused as error:
        return JsonResponse({'detail': str(error), 'why': error.why}, status=403)
    Order.objects.get_or_create(sale=sale, defaults={'note': wanted.get('note', '')})
    return JsonResponse({'sale': sale.pk, 'receipt': sale.receipt_number, 'total': sale.total_amount}, status=201)


@require_GET
def orders(request):
    found = Order.objects.select_related('sale').order_by('pk')
    return JsonResponse({'orders': [{'receipt': order.sale.receipt_number, 'note': order.note} for order in found]})
