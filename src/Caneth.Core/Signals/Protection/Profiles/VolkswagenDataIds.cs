namespace Caneth.Signals;

/// <summary>
/// The data ids of Volkswagen's messages: one for each value of the counter, or one for all of them. The numbers are those that the public
/// project opendbc found out ("opendbc/car/volkswagen/mqbcan.py" there).
/// </summary>
internal static class VolkswagenDataIds
{
    /// <summary>Messages of MQB and MEB cars, by their ids.</summary>
    public static IReadOnlyDictionary<uint, byte[]> OfMqb { get; } = new Dictionary<uint, byte[]>
    {
        [0x040] = Ids("40"),
        [0x086] = Ids("86"),
        [0x09F] = Ids("F5"),
        [0x0AD] = Ids("3F6939DC94F91464D86A34CEA255B52C"),
        [0x0DB] = Ids("09FACA8E62D5D1F031A0AFDA4D1A0A97"),
        [0x0FC] = Ids("775CA0894B7CBBD61F6C4FF6202B43DD"),
        [0x0FD] = Ids("B4EFF8491EE5C2C097193CC9F198D661"),
        [0x101] = Ids("AA"),
        [0x102] = Ids("D712857E0B34FA167A252D8F048E5D35"),
        [0x106] = Ids("07"),
        [0x10B] = Ids("775CA0894B7CBBD61F6C4FF6202B43DD"),
        [0x116] = Ids("AC"),
        [0x117] = Ids("16"),
        [0x120] = Ids("C4E24FE4F82F56819FE58344053F97DF"),
        [0x121] = Ids("E965AE6B7B35E55F4EC786A2BBDDEBB4"),
        [0x122] = Ids("377DF3A918466D4D3D71929CE53210B9"),
        [0x126] = Ids("DA"),
        [0x12B] = Ids("6A38B42722EFE1BBF8808449C79E1E2B"),
        [0x12E] = Ids("F8E597C9D607472166DDCF6FA1947463"),
        [0x139] = Ids("ED031C13C623787A8B401451BF6832BA"),
        [0x13D] = Ids("20CA68D51B31E2DA080AD4DE9CE4355B"),
        [0x14C] = Ids("163559159A2A97B80E4E30CCB30701AD"),
        [0x14D] = Ids("1A658196C0DF1192D361C6958C2921B5"),
        [0x187] = Ids("7FED17C27CEB442101FADB154A6B2305"),
        [0x1A4] = Ids("69BB54E64E468D7BEA87E9B363CEF8BF"),
        [0x1AB] = Ids("13219B6A9A62D46518F1AB163289E726"),
        [0x1F0] = Ids("2F3C226018EB6376C5910F2734047F02"),
        [0x20A] = Ids("9DE836A1CA3B1D33E0D5BB5FAE3C319F"),
        [0x25D] = Ids("DA6B0EB278BD5A817BD6413976B6D735"),
        [0x26B] = Ids("CECCBD69A13C18760F04F23A93241951"),
        [0x30C] = Ids("0F"),
        [0x30F] = Ids("0C"),
        [0x324] = Ids("27"),
        [0x3BE] = Ids("1F28C685E6F8B0195B643521E4F79C24"),
        [0x3C0] = Ids("C3"),
        [0x3D5] = Ids("C539C7F992D824CEF1B57AC4BC60E3D1"),
        [0x65D] = Ids("ACB3ABEB7AE13BF773BA7C9E065F02D9"),
    };

    /// <summary>Messages of MEB cars from 2024 whose CRC may be over fewer bytes than they have: how many, and the data ids.</summary>
    public static IReadOnlyDictionary<uint, (int Length, byte[] DataIds)> OfShorter { get; } = new Dictionary<uint, (int, byte[])>
    {
        [0x0DB] = (42, Ids("09FACA8E62D5D1F031A0AFDA4D1A0A97")),
        [0x0FC] = (60, Ids("69DCF9646ACE552CC4388FD1C643B4B1")),
        [0x102] = (44, Ids("D712857E0B34FA167A252D8F048E5D35")),
        [0x10B] = (44, Ids("2CB11A75BB657947812BCC9617DBC094")),
        [0x139] = (28, Ids("969295B56EE3BDB4FAAEBECBCFA577EF")),
        [0x13D] = (28, Ids("1871108DD7AAB078AC12AE0CDDF18568")),
    };

    private static byte[] Ids(string digits)
    {
        var ids = Convert.FromHexString(digits);
        return ids.Length > 1 ? ids : [.. Enumerable.Repeat(ids[0], 16)];
    }
}
