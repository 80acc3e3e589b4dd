namespace Caneth.Tool;

/// <summary>What the command returns to whoever started it.</summary>
internal static class ExitStatus
{
    /// <summary>It did what was asked.</summary>
    public const int Done = 0;

    /// <summary>It could not do it; a wait that timed out too.</summary>
    public const int Failed = 1;

    /// <summary>What was asked is not understood; nothing was done.</summary>
    public const int WrongUsage = 2;
}
