using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>What a control unit has to say to a request: something, nothing, or why not.</summary>
internal readonly struct EcuAnswer
{
    public static EcuAnswer None => default;

    /// <summary>What follows the service and, where there is one, the sub-function; null where nothing is said.</summary>
    public byte[]? Content { get; private init; }

    /// <summary>Why it refuses; null where it does not.</summary>
    public UdsResponseCode? Refusal { get; private init; }

    /// <summary>How long it takes to do what was asked; meanwhile it asks for patience.</summary>
    public TimeSpan Work { get; init; }

    public static EcuAnswer Of(params byte[] content) => new() { Content = content };

    public static implicit operator EcuAnswer(UdsResponseCode refusal) => new() { Refusal = refusal };
}
