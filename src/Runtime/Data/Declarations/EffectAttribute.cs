using System;

namespace DistPatterns;

/// <summary>What a method of your own does outside its process, where the analyzers cannot see it: the same as a row of a library model.</summary>
/// <remarks>Each role is the name of a parameter: <c>[Effect(EffectKinds.Publish, Message = nameof(@event))]</c>.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EffectAttribute : Attribute
{
    /// <param name="kinds">What the method does; <see cref="EffectKinds.None"/> says that it does nothing outside its process.</param>
    public EffectAttribute(EffectKinds kinds) => Kinds = kinds;

    /// <summary>What the method does.</summary>
    public EffectKinds Kinds { get; }

    /// <summary>The parameter that is sent.</summary>
    public string Message { get; set; } = "";

    /// <summary>The parameter that a lock, a cache entry or a record is found by.</summary>
    public string Key { get; set; } = "";

    /// <summary>The parameter that decides the partition, shard or queue.</summary>
    public string Partition { get; set; } = "";

    /// <summary>The parameter that says how long what is acquired or stored will last.</summary>
    public string Ttl { get; set; } = "";

    /// <summary>The parameter that proves who holds a lock.</summary>
    public string Token { get; set; } = "";

    /// <summary>The parameter that says how long to wait.</summary>
    public string Timeout { get; set; } = "";

    /// <summary>The parameter that ends the call early.</summary>
    public string Cancel { get; set; } = "";

    /// <summary>The parameter that is the session, connection or context the effect belongs to; without it, the receiver is.</summary>
    public string Resource { get; set; } = "";

    /// <summary>Whether the result says if it worked, and must be asked.</summary>
    public bool MustTest { get; set; }
}
