from .models import Membership


def tenant_of(request):
    """The tenant of whoever is logged in; None for a stranger."""
    if not request.user.is_authenticated:
        return None
    return Membership.objects.filter(user=request.user).values_list('tenant_id', flat=True).first()
