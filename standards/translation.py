"""Which draft texts exist in two languages; versions carry plain columns."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Topic)
class TopicTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(models.Source)
class SourceTranslation(TranslationOptions):
    fields = ("title", "genre")


@register(models.SourcePoint)
class SourcePointTranslation(TranslationOptions):
    fields = ("section",)


@register(models.Norm)
class NormTranslation(TranslationOptions):
    fields = models.Norm.TRACKED


@register(
    [
        models.NormOfKind,
        models.GroomingNorm,
        models.PostureNorm,
        models.PhoneScript,
        models.VisitProcedure,
        models.ComplaintProcedure,
        models.CounterProcedure,
        models.PhraseSet,
        models.SellingNorm,
        models.ConceptNorm,
        models.CaseNorm,
    ]
)
class NormOfKindTranslation(TranslationOptions):
    fields = ()  # modeltranslation wants each proxy named; the columns are the norm's


@register(models.Clause)
class ClauseTranslation(TranslationOptions):
    fields = models.Clause.TRACKED


@register(models.Term)
class TermTranslation(TranslationOptions):
    fields = ("name", "also", "meaning")


@register(models.Moment)
class MomentTranslation(TranslationOptions):
    fields = ("title", "summary")
