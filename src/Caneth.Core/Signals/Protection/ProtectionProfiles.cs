namespace Caneth.Signals;

/// <summary>The profiles by which messages are protected.</summary>
public static class ProtectionProfiles
{
    private static readonly Lock Adding = new();

    /// <summary>A counter and no checksum.</summary>
    public static readonly ProtectionProfile CounterOnly = new CounterProfile();

    /// <summary>All other bytes of the data, combined by exclusive or.</summary>
    public static readonly ProtectionProfile Xor = new XorProfile("Xor", "The other bytes of the data, combined by exclusive or.");

    /// <summary>The sum of all other bytes of the data, its lowest 8 bits.</summary>
    public static readonly ProtectionProfile Sum8 = new SumProfile("Sum8", "The lowest 8 bits of the sum of the other bytes of the data.");

    /// <summary>The sum of all other bytes of the data and of the low byte of the id, its lowest 8 bits.</summary>
    public static readonly ProtectionProfile Sum8LowId =
        new SumProfile("Sum8.LowId", "The lowest 8 bits of the sum of the other bytes of the data and of the low byte of the id.", idMask: 0xFF);

    /// <summary>The CRC of SAE J1850 (polynomial 0x1D, from 0xFF, inverted at the end) over all other bytes of the data.</summary>
    public static readonly ProtectionProfile Crc8J1850 =
        new Crc8Profile("Crc8.J1850", "The CRC of SAE J1850 (0x1D, from 0xFF, inverted) over the other bytes of the data.", Crc8.J1850, 0xFF, 0xFF);

    /// <summary>The CRC-8H2F of AUTOSAR (polynomial 0x2F, from 0xFF, inverted at the end) over all other bytes of the data.</summary>
    public static readonly ProtectionProfile Crc8H2F =
        new Crc8Profile("Crc8.H2F", "The CRC-8H2F of AUTOSAR (0x2F, from 0xFF, inverted) over the other bytes of the data.", Crc8.H2F, 0xFF, 0xFF);

    /// <summary>AUTOSAR's E2E profile 1, variant 1A: both bytes of the data id are in the CRC.</summary>
    public static readonly ProtectionProfile E2EP01 = new E2EProfile1("E2E.P01", E2EProfile1.DataIdMode.Both);

    /// <summary>AUTOSAR's E2E profile 1, variant 1B: the low byte of the data id is in the CRC where the counter is even, else the high one.</summary>
    public static readonly ProtectionProfile E2EP01Alternating = new E2EProfile1("E2E.P01.Alternating", E2EProfile1.DataIdMode.Alternating);

    /// <summary>AUTOSAR's E2E profile 1, where only the low byte of the data id is in the CRC.</summary>
    public static readonly ProtectionProfile E2EP01Low = new E2EProfile1("E2E.P01.Low", E2EProfile1.DataIdMode.Low);

    /// <summary>
    /// AUTOSAR's E2E profile 1, variant 1C: the low byte of the data id is in the CRC, and the next 4 bits are the high half of the frame's
    /// second byte.
    /// </summary>
    public static readonly ProtectionProfile E2EP01Nibble = new E2EProfile1("E2E.P01.Nibble", E2EProfile1.DataIdMode.Nibble);

    /// <summary>AUTOSAR's E2E profile 2: CRC-8H2F, and a data id for each value of the counter.</summary>
    public static readonly ProtectionProfile E2EP02 = new E2EProfile2();

    /// <summary>AUTOSAR's E2E profile 5: a CRC of 16 bits.</summary>
    public static readonly ProtectionProfile E2EP05 = new E2EProfile5();

    // What makers do, as the public project opendbc found it out; "opendbc/car" there has each.
    private static readonly Crc8Profile Chrysler =
        new("Chrysler", "What Chrysler, Jeep and Ram do: the CRC of SAE J1850 over the other bytes.", Crc8.J1850, 0xFF, 0xFF);

    private static readonly ProtectionProfile[] Own =
    [
        CounterOnly, Xor, Sum8, Sum8LowId, Crc8J1850, Crc8H2F, E2EP01, E2EP01Alternating, E2EP01Low, E2EP01Nibble, E2EP02, E2EP05,
        Chrysler,
        new CommaBodyProfile(),
        new GiorgioProfile(),
        new NibbleSumProfile("Honda", "What Honda and Acura do: 4 bits of a sum over the halves of id and data.", NibbleSumProfile.HondaSeed),
        new HyundaiCanFdProfile(),
        new NibbleSumProfile("Psa", "What Peugeot, Citroën and Opel do: 4 bits of a sum over the halves of the data.", NibbleSumProfile.PsaSeed),
        new SumProfile("Subaru", "What Subaru does: the sum of the other bytes and of the id.", idMask: uint.MaxValue),
        new SumProfile("Tesla", "What Tesla does: the sum of the other bytes and of the two low bytes of the id.", idMask: 0xFFFF),
        new SumProfile("Toyota", "What Toyota and Lexus do: the sum of the other bytes, of the id and of the length.", idMask: uint.MaxValue, withLength: true),
        new VolkswagenProfile("VolkswagenMqb", "What Volkswagen's MQB and MEB cars do: E2E profile 2, with data ids that are known by the id."),
        new VolkswagenProfile("VolkswagenMeb2024", "As VolkswagenMqb; a CRC over fewer bytes is right for some messages too.", VolkswagenDataIds.OfShorter),
        new VolkswagenMlbProfile(),
    ];

    private static ProtectionProfile[] all = Own;

    /// <summary>All profiles that are known now, each name once.</summary>
    public static IReadOnlyList<ProtectionProfile> All => Volatile.Read(ref all);

    /// <summary>A profile by its name, regardless of case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The profile, or null where none has the name.</returns>
    public static ProtectionProfile? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(profile => string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Makes a profile known to the process.</summary>
    /// <param name="profile">The profile.</param>
    /// <exception cref="ArgumentException">There is one of its name.</exception>
    public static void Add(ProtectionProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        lock (Adding)
        {
            if (Find(profile.Name) is { } named)
            {
                throw new ArgumentException($"There is a protection profile '{named.Name}' already.", nameof(profile));
            }

            Volatile.Write(ref all, [.. all, profile]);
        }
    }

    /// <summary>Forgets a profile that was added; messages that have it keep it.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>Whether it was known; the library's own profiles stay.</returns>
    public static bool Remove(ProtectionProfile profile)
    {
        lock (Adding)
        {
            var known = all.Length;
            Volatile.Write(ref all, [.. all.Where(other => other != profile || Own.Contains(other))]);
            return all.Length < known;
        }
    }
}
