using System.Buffers.Binary;

namespace Caneth.Testing.Fuzzing;

/// <summary>Damages inputs, as disks, lines, editors and enemies do.</summary>
/// <param name="random">Decides how.</param>
public sealed class FuzzMutator(Random random)
{
    private const int Longest = 256 * 1024;

    private static readonly uint[] Lengths = [0, 1, 2, 15, 16, 31, 32, 47, 48, 255, 256, 0x7FFF, 0xFFFF, 0x10000, 0xA00000, 0x3FFFFFFF, 0x7FFFFFFF, 0xFFFFFFFF];

    private static readonly string[] Words =
        ["LOBJ", "LOGG", "\x06\0\0\0\x30\0\0\0", "\n\r\r\n\x1C\0\0\0\x4D\x3C\x2B\x1A", "\x1F\x8B\x08", "\n", "\r", "\0", "\"", ",", "#", "##", "-", "99999999999999999999", "1e308", "NaN", "x", " ", "\x1B]52;c;AAAA\a", "\xFF\xFE", "9".PadLeft(40, '9'),
         "\\\"", "\nBO_ 1 ", "\n SG_ ", "CM_ SG_ 192 Gear \"", " m0M", " 0-18446744073709551615", "@0-", ";"];

    /// <summary>Damages an input in one to eight ways.</summary>
    /// <param name="content">The input.</param>
    /// <param name="other">Another, of which parts are put in.</param>
    public byte[] Mutate(byte[] content, byte[] other)
    {
        var bytes = new List<byte>(content);
        for (var count = 1 << random.Next(4); count > 0; count--)
        {
            Mutate(bytes, other);
        }

        return [.. bytes.Take(Longest)];
    }

    private void Mutate(List<byte> bytes, byte[] other)
    {
        var place = random.Next(bytes.Count + 1);
        var length = Math.Min(bytes.Count - place, 1 << random.Next(10));
        switch (random.Next(10))
        {
            case 0 when length > 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when length > 0:
                bytes[place] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(place, length);
                break;
            case 3:
                bytes.InsertRange(place, bytes.GetRange(place, length));
                break;
            case 4:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            case 5:
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(place, other.AsSpan(from, Math.Min(other.Length - from, 1 << random.Next(12))).ToArray());
                break;
            case 6 when bytes.Count - place >= 4:
                Overwrite(bytes, place);
                break;
            case 7:
                bytes.InsertRange(place, Words[random.Next(Words.Length)].Select(character => (byte)character));
                break;
            case 8 when length > 0:
                ChangeNumber(bytes, place);
                break;
            default:
                bytes.InsertRange(place, Enumerable.Repeat((byte)random.Next(256), random.Next(100)));
                break;
        }
    }

    private void Overwrite(List<byte> bytes, int place)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, Lengths[random.Next(Lengths.Length)]);
        for (var index = 0; index < number.Length; index++)
        {
            bytes[place + index] = number[index];
        }
    }

    private void ChangeNumber(List<byte> bytes, int place)
    {
        var digit = bytes.FindIndex(place, value => value is >= (byte)'0' and <= (byte)'9');
        if (digit >= 0)
        {
            bytes[digit] = (byte)('0' + random.Next(10));
        }
    }
}
