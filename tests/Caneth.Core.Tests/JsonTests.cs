using System.Text;
using System.Text.Json;
using Caneth.Logs;
using Caneth.Tests.Logs;

namespace Caneth.Tests;

/// <summary>What the library's values are in JSON, and that they come back from it.</summary>
public class JsonTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [Fact]
    public void Every_kind_of_frame_comes_back_as_it_was_whatever_the_names_are() =>
        LogFrames.Carriers.Single(carrier => carrier.Format == LogFormats.JsonLines).Recording.Sample(
            frames =>
            {
                foreach (var options in (JsonSerializerOptions[])[JsonSerializerOptions.Default, Web, Snake])
                {
                    Assert.Equal(frames, JsonSerializer.Deserialize<CanFrame[]>(JsonSerializer.Serialize(frames, options), options));
                }
            },
            iter: 200);

    [Fact]
    public void Data_comes_back_as_it_was() =>
        Gen.Byte.Array[0, CanData.MaxLength].Sample(bytes =>
        {
            var data = new CanData(bytes);
            Assert.Equal(data, JsonSerializer.Deserialize<CanData>(JsonSerializer.Serialize(data)));
        });

    [Fact]
    public void A_time_comes_back_to_the_nanosecond() =>
        Gen.Long.Select(nanoseconds => new Timestamp(nanoseconds / 2)).Sample(time =>
            Assert.Equal(time, JsonSerializer.Deserialize<Timestamp>(JsonSerializer.Serialize(time))));

    [Fact]
    public void A_frame_is_what_a_json_log_has_in_a_line() =>
        LogFrames.Carriers.Single(carrier => carrier.Format == LogFormats.JsonLines).Recording.Sample(
            frames =>
            {
                var lines = frames.Select(frame => JsonSerializer.Serialize(frame));
                using var log = CanLog.Open(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), LogFormats.JsonLines);
                Assert.Equal(frames, log.ReadAll());
            },
            iter: 50);

    [Fact]
    public void It_reads_as_people_expect()
    {
        var frame = new CanFrame(0x123, [1, 0x1F]) { Device = "can0", Timestamp = new(1_000) };
        Assert.Equal("""{"Timestamp":"1970-01-01T00:00:00.000001Z","Device":"can0","Id":291,"Dlc":2,"Data":"01 1F"}""", JsonSerializer.Serialize(frame));
        Assert.Equal("""{"timestamp":"1970-01-01T00:00:00.000000Z","id":291,"dlc":0,"data":"","fd":true,"bit_rate_switch":true}""",
            JsonSerializer.Serialize(new CanFrame(0x123, [], FrameFlags.Fd | FrameFlags.BitRateSwitch), Snake));
        Assert.Equal(new CanFrame(0x123, [1, 2]), JsonSerializer.Deserialize<CanFrame>("""{"id":291,"data":"0102","comment":{"who":["me"]}}"""));
        Assert.Equal(new CanFrame(0x7FF), JsonSerializer.Deserialize<CanFrame>("""{"ID":2047,"Device":null}"""));
        Assert.Equal(CanFrame.CreateRemote(1, 8), JsonSerializer.Deserialize<CanFrame>("""{"Id":1,"Remote":true,"Dlc":8,"Fd":false}"""));
        Assert.Null(JsonSerializer.Deserialize<CanFrame?>("null"));
    }

    [Theory]
    [InlineData("""{"Data":"01"}""", "needs the property Id")]
    [InlineData("""{}""", "needs the property Id")]
    [InlineData("null", "")]
    [InlineData("\"123#01\"", "an object with the property Id")]
    [InlineData("""{"Id":536870912}""", "0x1FFFFFFF")]
    [InlineData("""{"Id":-1}""", "")]
    [InlineData("""{"Id":1,"Data":"01 0G"}""", "01 0G")]
    [InlineData("""{"Id":1,"Data":"010203040506070809"}""", "at most 8")]
    [InlineData("""{"Id":1,"Data":null}""", "null is no CanData")]
    [InlineData("""{"Id":1,"Data":[1]}""", "")]
    [InlineData("""{"Id":1,"Data":"01","Dlc":3}""", "A DLC of 3")]
    [InlineData("""{"Id":1,"Dlc":99}""", "99")]
    [InlineData("""{"Id":1,"Remote":1}""", "")]
    [InlineData("""{"Id":1,"Timestamp":"yesterday"}""", "yesterday")]
    [InlineData("""{"Id":1,"Device":5}""", "")]
    public void What_is_no_frame_is_refused_as_JSON_is(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CanFrame>(json)).Message);
}
