using DistPatterns.Catalog;

namespace DistPatterns.Effects;

/// <summary>A site that does something by itself, with the row that says what, and how sure that is.</summary>
internal readonly record struct EffectSite(BodyFacts Body, Site Site, Row Row, Confidence Confidence);
