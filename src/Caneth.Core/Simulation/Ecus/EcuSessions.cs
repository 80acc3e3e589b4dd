namespace Caneth.Simulation;

/// <summary>The sessions of a control unit, as ISO 14229-1 numbers them.</summary>
internal static class EcuSessions
{
    public const byte Default = 1;
    public const byte Programming = 2;
    public const byte Extended = 3;

    public static readonly byte[] All = [Default, Programming, Extended];
    public static readonly byte[] NotDefault = [Programming, Extended];
    public static readonly byte[] OnlyProgramming = [Programming];
}
