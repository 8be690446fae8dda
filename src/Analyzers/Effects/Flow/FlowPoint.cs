namespace DistPatterns.Effects;

/// <summary>A moment that runs begin or end with: of a site, or of the whole body.</summary>
/// <param name="Moment">Which moment.</param>
/// <param name="Site">Of which site; null for the body.</param>
internal readonly record struct FlowPoint(FlowMoment Moment, Site? Site)
{
    /// <summary>The body has returned.</summary>
    public static readonly FlowPoint Exit = new(FlowMoment.Exit, null);

    /// <summary>The body has failed.</summary>
    public static readonly FlowPoint Thrown = new(FlowMoment.Thrown, null);

    /// <summary>A call begins.</summary>
    public static FlowPoint Of(Site site) => new(FlowMoment.Call, site);

    /// <summary>A call has returned.</summary>
    public static FlowPoint Done(Site site) => new(FlowMoment.Done, site);

    /// <summary>A call has failed.</summary>
    public static FlowPoint Failed(Site site) => new(FlowMoment.Failed, site);

    public bool IsAt(FlowNode node) => node.Moment == Moment && ReferenceEquals(node.Site, Site);
}
