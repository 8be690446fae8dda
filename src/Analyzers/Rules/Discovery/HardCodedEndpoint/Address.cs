namespace DistPatterns.Rules.Discovery;

/// <summary>Where a text leads that a client takes for its peer: a URI, <c>host:port</c>, a list of these, or a connection string.</summary>
/// <param name="Scheme">What stands before <c>://</c>.</param>
/// <param name="Host">The first host.</param>
/// <param name="Port">What stands behind its colon.</param>
internal sealed record Address(string? Scheme, string Host, string? Port)
{
    private static readonly char[] Separators = { ',', ';' };
    private static readonly string[] HostKeys =
        { "host", "server", "data source", "address", "addr", "network address", "endpoint", "accountendpoint", "hostname" };

    private static readonly string[] PrivateEndings = { ".local", ".localhost", ".internal", ".lan", ".corp", ".test" };

    /// <summary>A name that the environment gives a meaning: a service that discovery, Docker or Kubernetes finds, or what is put in later.</summary>
    public bool IsLogical =>
        Scheme?.IndexOf('+') >= 0 || Host.IndexOfAny(new[] { '{', '<', '$', '%' }) >= 0
        || (Host.IndexOf('.') < 0 && Host.IndexOf(':') < 0 && !Host.Equals("localhost", StringComparison.OrdinalIgnoreCase));

    /// <summary>The machine itself.</summary>
    public bool IsLoopback => Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || Host is "127.0.0.1" or "::1" or "[::1]";

    /// <summary>A site of the public web, which is the same for every environment.</summary>
    public bool IsPublicSite =>
        Scheme == "https" && Port is null or "443" && Host.Any(char.IsLetter) && !Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        && Host.IndexOf(':') < 0 && !Array.Exists(PrivateEndings, e => Host.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <summary>Without what a connection string holds beside it: users and passwords are not for a message.</summary>
    public override string ToString() => (Scheme is null ? "" : Scheme + "://") + Host + (Port is null ? "" : ":" + Port);

    /// <summary>The address in a text, or null where there is none.</summary>
    public static Address? Of(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var equals = text.IndexOf('=');
        if (equals >= 0 && (scheme < 0 || equals < scheme) && text.IndexOfAny(Separators) is var end && (end < 0 || equals < end))
            return OfPairs(text);
        return scheme >= 0 ? OfAuthority(text.Substring(0, scheme), text.Substring(scheme + 3)) : OfAuthority(null, text);
    }

    private static Address? OfPairs(string text)
    {
        foreach (var pair in text.Split(';'))
        {
            var equals = pair.IndexOf('=');
            if (equals < 0 || !HostKeys.Contains(pair.Substring(0, equals).Trim().ToLowerInvariant()))
                continue;
            var host = pair.Substring(equals + 1).Trim();
            return Of(host.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase) ? host.Substring(4) : host);
        }

        return null;
    }

    /// <param name="scheme">What stands before it.</param>
    /// <param name="rest">Perhaps a user, hosts with ports, and a path.</param>
    private static Address? OfAuthority(string? scheme, string rest)
    {
        var authority = rest.Split('/', '?', '\\')[0];
        var first = authority.Substring(authority.LastIndexOf('@') + 1).Split(Separators)[0].Trim();
        var colon = first.LastIndexOf(':');
        var hasPort = colon >= 0 && first.IndexOf(']') < colon && (first.IndexOf(':') == colon || first[0] == '[');
        var host = hasPort ? first.Substring(0, colon) : first;
        return host.Length == 0 ? null : new(scheme, host, hasPort ? first.Substring(colon + 1) : null);
    }
}
