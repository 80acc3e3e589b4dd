using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>Logs in streams of the caller, and readers that are disposed of.</summary>
public class LogStreamTests
{
    private static readonly CanFrame[] Frames =
        [.. Enumerable.Range(0, 3000).Select(number => new CanFrame((uint)(number & 0x7FF), [(byte)number]) { Device = "1" })];

    public static TheoryData<string> Formats { get; } = [.. LogFormats.All.Where(format => format.CanWrite).Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_stream_is_left_open_where_that_is_wanted_and_a_reader_that_is_disposed_of_says_so(string name)
    {
        var format = LogFormats.ByName(name);
        using var content = new MemoryStream();
        using (var log = CanLog.Create(content, format, leaveOpen: true))
        {
            log.Write(Frames);
        }

        content.Position = 0;
        var reader = CanLog.Open(content, format, leaveOpen: true);
        Assert.Equal(10, reader.Read(new CanFrame[10]));
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Read(new CanFrame[10]));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await reader.ReadAsync(new CanFrame[10], TestContext.Current.CancellationToken));

        content.Position = 0;
        using var again = CanLog.Open(content, format);
        var count = 0;
        await foreach (var frame in again.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal(Frames[count++].Id, frame.Id);
        }

        Assert.Equal(Frames.Length, count);
        again.Dispose();
        Assert.False(content.CanRead);
    }
}
