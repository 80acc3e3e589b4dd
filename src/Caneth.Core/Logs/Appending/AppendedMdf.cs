using System.Globalization;
using Caneth.Logs.Mdf;

namespace Caneth.Logs.Appending;

/// <summary>
/// An MDF file that is to be appended to: whether it was written here, since its groups have to be those that are written, how many
/// records it holds, and where the last whole one ends.
/// </summary>
internal sealed class AppendedMdf
{
    private readonly LogFormat format;
    private readonly string path;

    private AppendedMdf(LogFormat format, LogOutput output, string path)
    {
        (this.format, this.path) = (format, path);
        output.Existing.Position = 0;
        string? problem = null;
        var file = new BufferedInput(new LogInput(output.Existing, path), (_, reason) => problem ??= reason);
        var (whole, repair) = Walk(file, output.Compresses);
        if (problem is not null)
        {
            throw AppendRefusal.Of(path, problem);
        }

        var cut = (int)(file.Offset - whole);
        Point = output.Compresses ? CompressedTextEnd.CutBinary(output.Existing, path, cut, repair ?? "") : new(whole, [], repair);
    }

    /// <summary>The header, with the counts of the records; null where the file is begun anew.</summary>
    public MdfHeader? Header { get; private set; }

    /// <summary>Where and how the file is appended to.</summary>
    public AppendPoint Point { get; }

    /// <summary>Examines a file; it is not changed.</summary>
    /// <param name="format">What would be written.</param>
    /// <param name="output">The file.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="InvalidDataException">It is of another format or layout, or damaged so that nothing can be appended.</exception>
    public static AppendedMdf Examine(LogFormat format, LogOutput output, string path) => new(format, output, path);

    private (long Whole, string? Repair) Walk(BufferedInput file, bool isCompressed)
    {
        var beginning = file.Peek(MdfHeader.Length);
        if (beginning.Length < MdfHeader.Length && MdfHeader.IsBeginning(beginning))
        {
            file.Skip(beginning.Length);
            return (0, file.Offset == 0 ? null : string.Create(CultureInfo.InvariantCulture,
                $"the file ended inside its header, of which there were {file.Offset} bytes, and it was started again"));
        }

        if (MdfHeader.TryRead(beginning) is not { } header)
        {
            throw beginning.StartsWith(MdfLayout.Finished) || beginning.StartsWith(MdfLayout.Unfinished)
                ? AppendRefusal.Of(path, "its groups are not those that Caneth writes; convert it, and append to what comes of it")
                : AppendRefusal.OfAnother(path, format, file.Peek(AppendedText.BeginningLength).ToArray());
        }

        if (isCompressed && header.RecordsLength is not null)
        {
            throw AppendRefusal.Of(path, "it is finished, and compressed as a whole, so that its header cannot be changed");
        }

        file.Skip(MdfHeader.Length);
        Header = header;
        Array.Clear(header.Counts);
        while (file.Peek(MdfRecord.Longest) is { IsEmpty: false } record)
        {
            var length = MdfRecord.LengthOf(record[0]);
            if (length == 0)
            {
                throw AppendRefusal.Of(path, string.Create(CultureInfo.InvariantCulture, $"it is damaged at byte {file.Offset}"));
            }

            if (length > record.Length)
            {
                var whole = file.Offset;
                file.Skip(record.Length);
                return (whole, string.Create(CultureInfo.InvariantCulture,
                    $"the file ended inside a record, of which there were {file.Offset - whole} bytes, and they were cut off"));
            }

            header.Counts[record[0]]++;
            file.Skip(length);
        }

        if (header.RecordsLength is { } known && known < file.Offset - MdfHeader.Length)
        {
            throw AppendRefusal.Of(path, "something follows its records");
        }

        if (file.Offset > MdfHeader.Length || isCompressed)
        {
            return (file.Offset, null);
        }

        // Without a frame it has no start either.
        Header = null;
        return (0, null);
    }
}
