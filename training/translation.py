"""Which draft texts exist in two languages; versions carry both in their payload."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Module)
class ModuleTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(models.Checklist)
class ChecklistTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(models.Quiz)
class QuizTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(models.Item)
class ItemTranslation(TranslationOptions):
    fields = models.Item.TRACKED


@register(models.ItemOption)
class ItemOptionTranslation(TranslationOptions):
    fields = models.ItemOption.TRACKED


@register(models.Criterion)
class CriterionTranslation(TranslationOptions):
    fields = models.Criterion.TRACKED


@register(models.Level)
class LevelTranslation(TranslationOptions):
    fields = models.Level.TRACKED
