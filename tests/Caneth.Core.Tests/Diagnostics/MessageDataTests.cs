using System.Text.Json;
using Caneth.Diagnostics;

namespace Caneth.Tests.Diagnostics;

public class MessageDataTests
{
    [Fact]
    public void Data_is_its_bytes_however_many_and_its_text_is_hex() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        var data = new MessageData(bytes);
        Assert.Equal(bytes, data.ToArray());
        Assert.Equal(bytes, (byte[])data);
        Assert.Equal((bytes.Length, bytes.Length), (data.Count, data.Length));
        Assert.Equal(HexBytes.Format(bytes), $"{data}");
        Assert.Equal(data, MessageData.Parse(data.Hex));
        Assert.Equal(data, JsonSerializer.Deserialize<MessageData>(JsonSerializer.Serialize(data)));
        Assert.Equal(data.GetHashCode(), ((MessageData)bytes).GetHashCode());
        var seen = new List<byte>();
        foreach (var one in data)
        {
            seen.Add(one);
        }

        Assert.Equal(bytes, seen);
    }, iter: 200);

    [Fact]
    public void Nothing_is_no_bytes()
    {
        Assert.Equal((0, ""), (default(MessageData).Count, $"{default(MessageData)}"));
        Assert.Equal(default, MessageData.Parse(""));
        Assert.Empty(default(MessageData).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => default(MessageData)[0]);
        Assert.False(MessageData.TryParse("nonsense", null, out _));
        Assert.True(new MessageData(1, 2) != new MessageData(1, 3));
    }
}
