namespace DistPatterns.Effects;

/// <summary>A path from a site to an effect, through the sites of one body after the other.</summary>
internal sealed class Trace(BodyFacts body, Site site, Trace? next)
{
    /// <summary>The body that the first site stands in.</summary>
    public BodyFacts Body { get; } = body;

    public Site Site { get; } = site;

    public Trace? Next { get; } = next;

    /// <summary>This trace and what is left of it after each step.</summary>
    public IEnumerable<Trace> Steps
    {
        get
        {
            for (var t = this; t is not null; t = t.Next)
                yield return t;
        }
    }
}
