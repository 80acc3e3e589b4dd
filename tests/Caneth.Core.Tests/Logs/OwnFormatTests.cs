using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>What a format of others is given; alone, since a format that was added is known to all of the process.</summary>
[CollectionDefinition(nameof(OwnFormatTests), DisableParallelization = true)]
[Collection(nameof(OwnFormatTests))]
public sealed class OwnFormatTests : IDisposable
{
    private static readonly CanFrame[] Frames =
        [.. Enumerable.Range(0, 5000).Select(index => new CanFrame((uint)index % 0x800, [1, (byte)index]) { Timestamp = new(index * 1000L) })];

    private readonly TemporaryFolder folder = new();
    private OwnFormat format = OwnFormat.Add();

    public void Dispose()
    {
        LogFormats.Remove(format);
        folder.Dispose();
    }

    [Theory]
    [InlineData("drive.own")]
    [InlineData("drive.OWN.gz")]
    public void A_format_that_was_added_is_chosen_by_its_extension_and_its_name(string file)
    {
        Assert.Same(format, LogFormats.ForPath(file));
        Assert.Same(format, LogFormats.ByName("Own"));
        Assert.Contains(format, LogFormats.All);

        var content = File.ReadAllBytes(folder.Write(file, Frames));
        Assert.Equal(file.EndsWith(".gz", StringComparison.Ordinal), content.AsSpan().StartsWith<byte>([0x1F, 0x8B]));
        using var reader = CanLog.Open(folder.Of(file));
        Assert.Equal(Frames, reader.ReadAll());
        Assert.Equal((content.Length, content.Length), (reader.BytesRead, reader.BytesTotal));
    }

    [Fact]
    public void Once_it_is_removed_nobody_knows_it()
    {
        Assert.True(LogFormats.Remove(format));
        Assert.False(LogFormats.Remove(format));
        Assert.Null(LogFormats.TryForPath("drive.own"));
        Assert.DoesNotContain("own", Assert.Throws<ArgumentException>(() => LogFormats.ByName("own")).Message.Split("Known formats")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_formats_of_the_library_stay()
    {
        Assert.All(LogFormats.All.Where(known => known != format).ToArray(), known => Assert.False(LogFormats.Remove(known)));
        Assert.Same(LogFormats.Candump, LogFormats.ByName("candump"));
    }

    [Theory]
    [InlineData("own", ".mine", "'own'")]
    [InlineData("OWN", ".mine", "'own'")]
    [InlineData("CanDump", ".mine", "'candump'")]
    [InlineData("mine", ".OWN", "'.OWN'")]
    [InlineData("mine", ".log", "'.log'")]
    public void What_another_format_has_is_refused(string name, string extension, string taken)
    {
        Assert.Contains(taken, Assert.Throws<ArgumentException>(() => LogFormats.Add(new Hostile(name, "Mine", extension))).Message, StringComparison.Ordinal);
        Assert.Equal(13, LogFormats.All.Count);
    }

    [Theory]
    [InlineData("", "Mine", ".mine")]
    [InlineData("my format", "Mine", ".mine")]
    [InlineData("mine\u001B]0;owned\u0007", "Mine", ".mine")]
    [InlineData("-mine", "Mine", ".mine")]
    [InlineData("mine*", "Mine", ".mine")]
    [InlineData("mіne", "Mine", ".mine")]
    [InlineData("mine", "", ".mine")]
    [InlineData("mine", "Mine", "mine")]
    [InlineData("mine", "Mine", ".")]
    [InlineData("mine", "Mine", ".mi/ne")]
    [InlineData("mine", "Mine", ".mi.ne")]
    [InlineData("mine", "Mine", ".mine\n")]
    [InlineData("mine", "Mine", ".gz")]
    public void Names_that_nobody_could_type_or_that_a_terminal_obeys_are_refused(string name, string description, string extension) =>
        Assert.DoesNotContain(Assert.Throws<ArgumentException>(() => new Hostile(name, description, extension)).Message, char.IsControl);

    [Fact]
    public void What_is_too_long_is_refused_and_control_characters_of_a_description_are_shown()
    {
        Assert.Throws<ArgumentException>(() => new Hostile(new string('a', 33), "Mine", ".mine"));
        Assert.Throws<ArgumentException>(() => new Hostile("mine", new string('a', 201), ".mine"));
        Assert.Throws<ArgumentException>(() => new Hostile("mine", "Mine", "." + new string('a', 33)));
        Assert.Equal(@"a\x1B[2Jb", new Hostile("mine", "a\u001B[2Jb", ".mine").Description);
    }

    [Fact]
    public void What_it_was_given_as_extensions_may_change_afterwards()
    {
        string[] extensions = [".mine"];
        var mine = new Hostile("mine", "Mine", extensions);
        extensions[0] = ".log";
        Assert.Equal([".mine"], mine.Extensions);
    }

    [Theory]
    [InlineData("drive.own")]
    [InlineData("drive.own.gz")]
    public void It_is_appended_to_only_where_it_says_that_it_can(string file)
    {
        var path = folder.Write(file, Frames[..100]);
        var content = File.ReadAllBytes(path);
        var refusal = Assert.Throws<InvalidDataException>(() => Append(path));
        Assert.Contains("own", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(path));

        LogFormats.Remove(format);
        format = OwnFormat.Add(canAppend: true);
        Append(path);
        Assert.Equal(Frames[..200], folder.Read(file));
    }

    [Fact]
    public void An_empty_file_is_begun_and_not_appended_to()
    {
        File.WriteAllBytes(folder.Of("drive.own"), []);
        Append(folder.Of("drive.own"));
        Assert.Equal(Frames[100..200], folder.Read("drive.own"));
    }

    [Fact]
    public void Damage_in_compressed_content_is_not_taken_for_the_end()
    {
        var content = File.ReadAllBytes(folder.Write("drive.own.gz", Frames));
        content.AsSpan(content.Length / 2, 100).Fill(0xFF);
        using var reader = CanLog.Open(new MemoryStream(content), format);
        var read = new List<CanFrame>();
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => read.AddRange(reader.ReadAll())).Message, StringComparison.Ordinal);
        Assert.InRange(reader.FramesRead, 0, Frames.Length - 1);
    }

    [Fact]
    public void Its_content_can_seek_where_the_stream_can()
    {
        using var stream = new MemoryStream();
        stream.Write("before"u8);
        using var output = new LogOutput(stream);
        output.Content.Write("12"u8);
        output.Content.Seek(-2, SeekOrigin.End);
        output.Content.Write("9"u8);
        Assert.Equal((1, 2, 2), (output.Content.Position, output.Content.Length, output.Length));
        Assert.Equal("before92"u8, stream.ToArray());

        stream.Position = "before".Length;
        using var input = new LogInput(stream, path: null);
        input.Content.Seek(-1, SeekOrigin.End);
        Assert.Equal(('2', 2, 2), ((char)input.Content.ReadByte(), input.Content.Position, input.Content.Length));
        input.Content.Position = 0;
        Assert.Equal('9', (char)input.Content.ReadByte());
        Assert.Equal((2, 2), (input.BytesRead, input.BytesTotal));
    }

    [Fact]
    public void Compressed_content_cannot_seek()
    {
        folder.Write("drive.own.gz", Frames);
        using var input = LogInput.Open(folder.Of("drive.own.gz"));
        using var output = LogOutput.Open(folder.Of("other.own.gz"), ExistingFile.Refuse, "a test");
        foreach (var content in (Stream[])[input.Content, output.Content])
        {
            Assert.False(content.CanSeek);
            Assert.Throws<NotSupportedException>(() => content.Position);
            Assert.Throws<NotSupportedException>(() => content.Position = 1);
            Assert.Throws<NotSupportedException>(() => content.Seek(0, SeekOrigin.Begin));
            Assert.Throws<NotSupportedException>(() => content.Length);
        }
    }

    private void Append(string path)
    {
        using var writer = CanLog.Create(path, new() { Format = format, ExistingFile = ExistingFile.Append });
        writer.Write(Frames.AsSpan(100, 100));
    }

    private sealed class Hostile(string name, string description, params string[] extensions) : LogFormat(name, description, extensions)
    {
        protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => throw new NotSupportedException();

        protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => throw new NotSupportedException();
    }
}
