using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

/// <summary>What a codec writes is what it reads.</summary>
public class MessageCodecTests
{
    [Fact]
    public void What_was_decoded_is_encoded_to_the_same_bits()
    {
        var codec = Parse("BO_ 1 M: 64 A\n"
            + " SG_ A : 0|12@1+ (0.25,-40) [0|0] \"\" B\n SG_ B : 12|4@1- (1,0) [0|0] \"\" B\n SG_ C : 23|16@0- (-0.1,5) [0|0] \"\" B\n"
            + " SG_ D : 39|52@0+ (1,0) [0|0] \"\" B\n SG_ E : 100|53@1- (2,0) [0|0] \"\" B\n SG_ F : 161|33@1+ (1,7) [0|0] \"\" B\n"
            + " SG_ G : 204|20@0+ (0.01,0) [0|0] \"\" B\n SG_ H : 480|32@1- (1,0) [0|0] \"\" B\nSIG_VALTYPE_ 1 H : 1;\n").Codec;
        Gen.Byte.Array[64].Sample(data =>
        {
            // Not the float that is not a number, of which there are many.
            data[63] &= 0xBF;
            var values = new double[codec.Count];
            codec.Decode(data, values);
            var encoded = data.ToArray();
            codec.Encode(values, encoded);
            var fresh = new byte[64];
            codec.Encode(values, fresh);
            var again = new double[codec.Count];
            codec.Decode(fresh, again);
            return encoded.SequenceEqual(data) && values.SequenceEqual(again);
        });
    }

    [Fact]
    public void Not_a_number_leaves_the_bits_of_a_signal_as_they_are()
    {
        byte[] data = [0xAA, 0xBB];
        Parse("BO_ 1 M: 2 A\n SG_ X : 0|8@1+ (1,0) [0|0] \"\" B\n SG_ Y : 8|8@1+ (1,0) [0|0] \"\" B\n").Codec.Encode([double.NaN, 1], data);
        Assert.Equal([0xAA, 0x01], data);
    }

    [Theory]
    [InlineData(new double[] { 1 }, 2, "There are 1 values, but the message has 2 signals.")]
    [InlineData(new double[] { 1, 1 }, 1, "The signal Y needs 2 bytes of data, but there are 1.")]
    [InlineData(new double[] { 256, 1 }, 2, "The signal X has 8 bits, in which there is no 256.")]
    [InlineData(new double[] { -0.6, 1 }, 2, "The signal X has 8 bits, in which there is no -0.6.")]
    [InlineData(new double[] { double.PositiveInfinity, 1 }, 2, "The signal X has 8 bits, in which there is no Infinity.")]
    public void What_cannot_be_encoded_is_an_error_that_says_why(double[] values, int length, string message)
    {
        var codec = Parse("BO_ 1 M: 2 A\n SG_ X : 0|8@1+ (1,0) [0|0] \"\" B\n SG_ Y : 8|8@1+ (1,0) [0|0] \"\" B\n").Codec;
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => codec.Encode(values, new byte[length])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_multiplexer_without_bits_is_zero_wherever_it_is()
    {
        var message = Parse("BO_ 1 M: 8 A\n SG_ S M : 63|0@1+ (1,0) [0|0] \"\" B\n SG_ X m0 : 0|8@1+ (1,0) [0|0] \"\" B\n");
        var values = new double[2];
        message.Codec.Decode(new CanFrame(1, [7, 0, 0, 0, 0, 0, 0, 0]), values);
        Assert.Equal(7, values[1]);
    }

    private static MessageDefinition Parse(string text) => CanDatabase.Parse(Encoding.UTF8.GetBytes($"BU_: A B\n{text}"), "t.dbc").Messages[0];
}
