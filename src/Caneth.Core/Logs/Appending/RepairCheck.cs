namespace Caneth.Logs.Appending;

/// <summary>
/// Holds that bringing a file to its last whole point costs no frame and makes none: what can be read before and after is the
/// same. A file that is damaged in ways nobody thought of is left alone.
/// </summary>
internal static class RepairCheck
{
    /// <summary>Reads the file as it is, and as it will be.</summary>
    /// <exception cref="InvalidDataException">The frames are not the same.</exception>
    public static void Run(LogFormat format, LogOutput output)
    {
        if (output.Repair is null)
        {
            return;
        }

        output.Existing.Position = 0;
        var before = Sum(format, output.Existing);
        var after = Sum(format, output.Repaired());
        if (before != after)
        {
            throw AppendRefusal.Of(output.AppendTo, "it is damaged, and cannot be brought to its last whole point without a loss");
        }
    }

    private static (long Frames, int Hash) Sum(LogFormat format, Stream stream)
    {
        var hash = new HashCode();
        long total = 0;
        try
        {
            // Not disposed of, since that would close the file.
            var reader = format.Open(new LogInput(stream, path: null), LogReadOptions.Default);
            var frames = new CanFrame[512];
            while (reader.Read(frames) is var count and > 0)
            {
                total += count;
                foreach (ref readonly var frame in frames.AsSpan(0, count))
                {
                    hash.Add(frame);
                }
            }
        }
        catch (InvalidDataException)
        {
            // Of the file there is not even a header.
        }

        return (total, hash.ToHashCode());
    }
}
