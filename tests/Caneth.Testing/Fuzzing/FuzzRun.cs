using Caneth.Logs;

namespace Caneth.Testing.Fuzzing;

/// <summary>
/// Gives damaged inputs to all readers and to the wire, one after another. Input number n of a seed is always the same, so that
/// what was found can be found again.
/// </summary>
/// <param name="corpus">What is damaged.</param>
/// <param name="seed">Which inputs are made of it.</param>
public sealed class FuzzRun(FuzzInput[] corpus, int seed)
{
    // One in this many inputs is a file that is appended to, too; files are slow.
    private const int BetweenFiles = 100;

    private readonly CanFrame[] room = new CanFrame[100];

    /// <summary>The number of the input that is being read.</summary>
    public long Current { get; private set; }

    /// <summary>The input that is being read.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>What the input was made of.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>How many frames came out.</summary>
    public long Frames { get; private set; }

    /// <summary>How many inputs were refused as of another format.</summary>
    public long Refused { get; private set; }

    /// <summary>How many files were appended to, and how many of them were refused.</summary>
    public (long Files, long Refused) Appended { get; private set; }

    /// <summary>Reads an input.</summary>
    /// <exception cref="Exception">What no reader may throw.</exception>
    public void Read(long number)
    {
        var random = new Random(HashCode(number));
        var input = corpus[random.Next(corpus.Length)];
        (Current, Name) = (number, input.Name);
        Bytes = new FuzzMutator(random).Mutate(input.Content, corpus[random.Next(corpus.Length)].Content);
        if (input.Read is { } read)
        {
            read(Bytes, random);
        }
        else if (input.Format is { } format)
        {
            _ = TryRead(format, Bytes, random.Next(2) == 0);
            if (number % BetweenFiles == 0)
            {
                Append(format);
            }
        }
    }

    private int HashCode(long number) => unchecked((int)((ulong)(number + 1) * 0x9E3779B97F4A7C15 >> 32)) ^ seed;

    private CanFrame[]? TryRead(LogFormat format, byte[] content, bool seekable)
    {
        long told = 0;
        Stream stream = seekable ? new MemoryStream(content) : new Pipe(content);
        var options = new LogReadOptions { TimeZone = TimeZoneInfo.Utc, OnMalformed = entry => told += entry.ToString().Length > 0 ? 1 : 0 };
        var frames = new List<CanFrame>();
        try
        {
            using var reader = CanLog.Open(stream, format, options);
            while (reader.Read(room) is var count and > 0)
            {
                FuzzCheck.Frames(room.AsSpan(0, count));
                frames.AddRange(room.AsSpan(0, count));
            }

            FuzzCheck.That(reader.FramesRead == frames.Count, "the count of frames is wrong");
            FuzzCheck.That(reader.MalformedCount == told, $"{told} of {reader.MalformedCount} bad lines were told");
            FuzzCheck.That(reader.Losses.Count <= 65, "the losses have too many names");
            Frames += frames.Count;
            return [.. frames];
        }
        catch (InvalidDataException)
        {
            Refused++;
            return null;
        }
    }

    /// <summary>
    /// Appends: all that could be read and all that was appended can be read, or nothing has changed.
    /// </summary>
    private void Append(LogFormat format)
    {
        var path = Path.Combine(Path.GetTempPath(), $"caneth-fuzz-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
        File.WriteAllBytes(path, Bytes);
        var before = TryRead(format, Bytes, seekable: true);
        var added = FuzzCorpus.Frames(2)[..1];
        added[0] = added[0] with { Timestamp = new Timestamp(1_900_000_000_000_000_000) };
        try
        {
            using (var writer = CanLog.Create(path, new() { Format = format, TimeZone = TimeZoneInfo.Utc, ExistingFile = ExistingFile.Append }))
            {
                writer.Write(added);
            }

            Appended = (Appended.Files + 1, Appended.Refused);
            var after = TryRead(format, File.ReadAllBytes(path), seekable: true);
            FuzzCheck.That(after is not null && after.AsSpan(0, Math.Min(after.Length, before?.Length ?? 0)).SequenceEqual(before ?? []),
                "appending changed what was there");
            FuzzCheck.That(after!.Length == (before?.Length ?? 0) + 1 && after[^1].Id == added[0].Id, "what was appended cannot be read");
        }
        catch (InvalidDataException)
        {
            Appended = (Appended.Files + 1, Appended.Refused + 1);
            FuzzCheck.That(File.ReadAllBytes(path).AsSpan().SequenceEqual(Bytes), "a refused file was changed");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A stream that gives what it has in pieces, and cannot seek.</summary>
    private sealed class Pipe(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1000)]);
    }
}
