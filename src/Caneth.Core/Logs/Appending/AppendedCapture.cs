using System.Globalization;
using Caneth.Logs.Pcap;

namespace Caneth.Logs.Appending;

/// <summary>A capture file that is to be appended to: where its last whole block or record ends.</summary>
internal sealed class AppendedCapture
{
    private readonly LogFormat format;
    private readonly string path;

    private AppendedCapture(LogFormat format, LogOutput output, string path, Func<CaptureFile, string?> objection)
    {
        (this.format, this.path) = (format, path);
        output.Existing.Position = 0;
        string? problem = null;
        var file = new BufferedInput(new LogInput(output.Existing, path), (_, reason) => problem ??= reason);
        var whole = Walk(file, objection);
        if (problem is not null)
        {
            throw AppendRefusal.Of(path, problem);
        }

        HasHeader = whole > 0;
        var cut = (int)(file.Offset - whole);
        Point = output.Compresses ? CompressedTextEnd.CutBinary(output.Existing, path, cut, Cutting(cut)) : new(whole, [], cut == 0 ? null : Cutting(cut));
    }

    /// <summary>Whether the file has a whole header.</summary>
    public bool HasHeader { get; }

    /// <summary>Where and how the file is appended to.</summary>
    public AppendPoint Point { get; }

    /// <summary>Examines a file; it is not changed.</summary>
    /// <param name="format">What would be written.</param>
    /// <param name="output">The file.</param>
    /// <param name="path">Its path.</param>
    /// <param name="objection">Says why it cannot be appended to; null where it can.</param>
    /// <exception cref="InvalidDataException">It is of another format, or damaged so that nothing can be appended.</exception>
    public static AppendedCapture Examine(LogFormat format, LogOutput output, string path, Func<CaptureFile, string?> objection) =>
        new(format, output, path, objection);

    private static string Cutting(int count) => string.Create(CultureInfo.InvariantCulture,
        $"the file ended inside a packet or another part, of which there were {count} bytes, and they were cut off");

    /// <summary>Goes to the end of the file.</summary>
    /// <returns>Where its last whole block or record ends.</returns>
    private long Walk(BufferedInput file, Func<CaptureFile, string?> objection)
    {
        var beginning = file.Peek(AppendedText.BeginningLength);
        if (beginning.IsEmpty)
        {
            // Of compressed content perhaps nothing can be unpacked yet.
            return 0;
        }

        var capture = CaptureFile.TryOpen(file, default, new LossCounter(), static (_, _) => { })
            ?? throw AppendRefusal.OfAnother(path, format, beginning.ToArray());
        while (capture.TryRead(out _))
        {
        }

        if (objection(capture) is { } reason)
        {
            throw AppendRefusal.Of(path, reason);
        }

        return capture.DamagedAt is { } place ? throw AppendRefusal.Of(path, $"it is damaged at byte {place}") : capture.WholeLength;
    }
}
