using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class ProtectionProfileTests
{
    private static readonly CanDatabase Database = CanDatabase.Parse(Encoding.UTF8.GetBytes("""
        BU_: ECU
        BO_ 256 Small: 8 ECU
         SG_ CRC : 0|8@1+ (1,0) [0|255] "" ECU
         SG_ RC : 8|4@1+ (1,0) [0|15] "" ECU
         SG_ Rest : 12|4@1+ (1,0) [0|15] "" ECU
         SG_ Value : 16|48@1+ (1,0) [0|0] "" ECU
        BO_ 257 Wide: 8 ECU
         SG_ CRC : 0|16@1+ (1,0) [0|65535] "" ECU
         SG_ RC : 16|8@1+ (1,0) [0|255] "" ECU
         SG_ Value : 24|40@1+ (1,0) [0|0] "" ECU
        BO_ 258 Narrow: 8 ECU
         SG_ Value : 7|56@0+ (1,0) [0|0] "" ECU
         SG_ RC : 61|2@0+ (1,0) [0|3] "" ECU
         SG_ CRC : 59|4@0+ (1,0) [0|15] "" ECU
        BO_ 260 Three: 3 ECU
         SG_ CRC : 0|8@1+ (1,0) [0|255] "" ECU
         SG_ RC : 8|4@1+ (1,0) [0|15] "" ECU
        BO_ 259 Nine: 12 ECU
         SG_ CRC : 72|8@1+ (1,0) [0|255] "" ECU
         SG_ RC : 80|4@1+ (1,0) [0|15] "" ECU
        """), "ecu.dbc");

    public static TheoryData<string> Names => [.. ProtectionProfiles.All.Select(profile => profile.Name)];

    [Theory]
    [InlineData("Crc8.J1850", 0x4B)] // SAE J1850 as AUTOSAR_SWS_CRCLibrary gives it
    [InlineData("Crc8.H2F", 0xDF)] // AUTOSAR_SWS_CRCLibrary
    [InlineData("Xor", 0x31)]
    [InlineData("Sum8", 0xDD)]
    public void The_check_value_of_123456789_is_the_published_one(string profile, ulong expected)
    {
        var protection = Protect("Nine", profile);
        var data = new byte[12];
        "123456789"u8.CopyTo(data);

        // Cut before the counter, so that there is nothing but the nine bytes and the checksum.
        var state = default(ProtectionState);
        protection.Apply(259, data.AsSpan(0, 10), ref state, ProtectionParts.Checksum);
        Assert.Equal(expected, data[9]);
    }

    [Theory]
    [InlineData("E2E.P01", "CC00000000000000", "9101000000000000")]
    [InlineData("E2E.P01.Alternating", "CE00000000000000", "0201000000000000")]
    [InlineData("E2E.P01.Low", "CE00000000000000", "9301000000000000")]
    [InlineData("E2E.P01.Nibble", "2A10000000000000", "7711000000000000")]
    public void Profile_1_protects_as_the_example_of_its_specification(string profile, string first, string second) // AUTOSAR_PRS_E2EProtocol, data id 0x123
    {
        var protection = Protect("Small", profile, 0x123);
        var state = default(ProtectionState);
        Assert.Equal(first, Applied(protection, "0000000000000000", ref state));
        Assert.Equal(second, Applied(protection, "0000000000000000", ref state));
    }

    [Fact]
    public void Profile_1_counts_to_14()
    {
        var protection = Protect("Small", "E2E.P01", 0x123);
        var state = default(ProtectionState);
        var counters = Enumerable.Range(0, 17).Select(_ => Convert.FromHexString(Applied(protection, "0000000000000000", ref state))[1]);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0, 1], counters.Select(counter => (int)counter));
    }

    [Fact]
    public void Profile_2_takes_the_data_id_of_the_counter_in_the_low_half_of_the_second_byte() // cantools PR 492: 5 in the high half is no counter
    {
        var protection = Protect("Small", "E2E.P02", [.. Enumerable.Range(0, 16).Select(id => (ushort)id)]);
        var state = default(ProtectionState);
        Assert.Equal("BC02020304050607", Applied(protection, "0002020304050607", ref state, ProtectionParts.Checksum));
        Assert.Equal("115122", Applied(Protect("Three", "E2E.P02", [.. protection.DataIds]), "005122", ref state, ProtectionParts.Checksum));
        Assert.Equal("4501000000000000", Applied(Protect("Small", "E2E.P02", 0), "0001000000000000", ref state, ProtectionParts.Checksum));
    }

    [Fact]
    public void Profile_5_protects_as_the_example_of_its_specification() // AUTOSAR_PRS_E2EProtocol, data id 0x1234
    {
        var protection = Protect("Wide", "E2E.P05", 0x1234);
        var state = default(ProtectionState);
        Assert.Equal("1CCA000000000000", Applied(protection, "0000000000000000", ref state));
        Assert.Equal("CF8D010000000000", Applied(protection, "0000000000000000", ref state));
    }

    [Fact]
    public void A_nibble_of_another_data_id_is_wrong()
    {
        var protection = Protect("Small", "E2E.P01.Nibble", 0x123);
        var state = default(ProtectionState);
        var data = Convert.FromHexString("0020000000000000");
        protection.Apply(256, data, ref state);
        Assert.Equal(0x10, data[1]);
        Assert.True(protection.Check(256, data, ref state).Faults != ProtectionFaults.BadChecksum);
        Protect("Small", "E2E.P01.Nibble", 0x223).Apply(256, data, ref state);
        Assert.Equal(ProtectionFaults.BadChecksum, protection.Check(256, data, ref state).Faults);
    }

    [Theory, MemberData(nameof(Names))]
    public void What_was_protected_is_right_and_one_bit_later_is_not(string name)
    {
        var profile = ProtectionProfiles.Find(name)!;
        if (profile.ChecksumLength == 0)
        {
            return;
        }

        var protection = Protect(profile.ChecksumLength switch { 4 => "Narrow", 16 => "Wide", _ => "Small" }, name, [.. Enumerable.Repeat((ushort)0x123, profile.MinDataIds)]);
        Gen.Select(Gen.Byte.Array[8], Gen.Int[0, 63], Gen.UInt[0x700, 0x7FF]).Sample((data, bit, id) =>
        {
            var (sending, receiving) = (default(ProtectionState), default(ProtectionState));
            protection.Apply(id, data, ref sending);
            var wasRight = protection.Check(id, data, ref receiving).IsRight;
            data[bit / 8] ^= (byte)(1 << bit % 8);
            return wasRight && protection.Check(id, data, ref receiving).Faults == ProtectionFaults.BadChecksum;
        }, iter: 1000);
    }

    [Fact]
    public void Protecting_and_checking_allocates_nothing()
    {
        var protection = Protect("Small", "E2E.P01", 0x123);
        var codec = protection.Definition.Codec;
        var frame = new CanFrame(0x100, new byte[8]);
        Assert.NotNull(codec);
        Assert.Equal(0, Allocations.Of(() =>
        {
            var (sending, receiving) = (default(ProtectionState), default(ProtectionState));
            for (var count = 0; count < 1000; count++)
            {
                var result = protection.Check(protection.Apply(frame, ref sending), ref receiving);
                if (!result.IsRight)
                {
                    throw new InvalidOperationException($"{result}");
                }
            }
        }));
    }

    [Fact]
    public void A_profile_of_ones_own_is_found_by_its_name_until_it_is_removed()
    {
        var profile = new LengthProfile();
        ProtectionProfiles.Add(profile);
        try
        {
            Assert.Same(profile, ProtectionProfiles.Find("test.LENGTH"));
            Assert.Throws<ArgumentException>(() => ProtectionProfiles.Add(new LengthProfile()));
            var state = default(ProtectionState);
            Assert.Equal("0800000000000000", Applied(Protect("Small", "Test.Length"), "0000000000000000", ref state));
        }
        finally
        {
            Assert.True(ProtectionProfiles.Remove(profile));
        }

        Assert.Null(ProtectionProfiles.Find("Test.Length"));
        Assert.False(ProtectionProfiles.Remove(ProtectionProfiles.Xor));
    }

    private static MessageProtection Protect(string message, string profile, params ushort[] dataIds) =>
        new(Database.Find(message)!, ProtectionProfiles.Find(profile)!, new() { DataIds = dataIds });

    private static string Applied(MessageProtection protection, string data, ref ProtectionState state, ProtectionParts parts = ProtectionParts.All)
    {
        var bytes = Convert.FromHexString(data);
        protection.Apply(protection.Definition.Id, bytes, ref state, parts);
        return Convert.ToHexString(bytes);
    }

    private sealed class LengthProfile() : ProtectionProfile("Test.Length", "How many bytes there are.", 8)
    {
        public override ulong Checksum(in ProtectedFrame frame) => (ulong)frame.Length;
    }
}
