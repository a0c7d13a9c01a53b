from modeltranslation.translator import TranslationOptions, register

from .models import JobRole


@register(JobRole)
class JobRoleTranslation(TranslationOptions):
    fields = ("name",)
