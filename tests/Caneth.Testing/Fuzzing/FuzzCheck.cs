namespace Caneth.Testing.Fuzzing;

/// <summary>What holds whatever comes in.</summary>
public static class FuzzCheck
{
    public static void That(bool holds, string what)
    {
        if (!holds)
        {
            throw new FuzzException(what);
        }
    }

    /// <summary>Frames are such as a bus carries.</summary>
    public static void Frames(ReadOnlySpan<CanFrame> frames)
    {
        foreach (ref readonly var frame in frames)
        {
            That(frame.Id <= (frame.Extended ? CanId.MaxExtended : CanId.MaxStandard), $"the id {frame.Id:X} is beyond its limit");
            That(frame.Dlc is >= 0 and <= 15 && frame.Length <= (frame.Fd ? 64 : 8), $"a frame has {frame.Length} bytes");
            That(!frame.Remote || frame.Length == 0 && !frame.Fd, "a remote frame carries data");
        }
    }
}

/// <summary>Something does not hold.</summary>
public sealed class FuzzException(string message) : Exception(message);
