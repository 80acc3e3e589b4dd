using System.Globalization;

namespace Caneth.Signals;

/// <summary>
/// Finds the protection of a message by what its database says: attributes of AUTOSAR's E2E or, as the files of opendbc want it, the
/// name of the file and the names of the signals.
/// </summary>
internal static class ProtectionRules
{
    private const string Counter = "COUNTER";
    private const string Checksum = "CHECKSUM";

    // How opendbc's files are told apart ("opendbc/can/dbc.py" there); a longer name comes before a shorter one that it begins with.
    private static readonly (string Prefix, string Profile)[] Files =
    [
        ("honda_", "Honda"),
        ("acura_", "Honda"),
        ("toyota_", "Toyota"),
        ("lexus_", "Toyota"),
        ("hyundai_canfd", "HyundaiCanFd"),
        ("vw_meb_2024", "VolkswagenMeb2024"),
        ("vw_meb", "VolkswagenMqb"),
        ("vw_mqb", "VolkswagenMqb"),
        ("vw_mlb", "VolkswagenMlb"),
        ("vw_pq", "Xor"),
        ("subaru_global_", "Subaru"),
        ("chrysler_", "Chrysler"),
        ("fca_giorgio", "FcaGiorgio"),
        ("comma_body", "CommaBody"),
        ("tesla_model3_party", "Tesla"),
        ("psa_", "Psa"),
    ];

    /// <summary>The protection of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="fileName">The name of the file that defines it, without its extension.</param>
    /// <returns>The protection, or null where the database says of none, or of one that is not known here.</returns>
    public static MessageProtection? Find(MessageDefinition message, string fileName)
    {
        try
        {
            return ByAttribute(message) ?? ByFile(message, fileName);
        }
        catch (ArgumentException)
        {
            // What the database says of it cannot be: it is as if it had said nothing.
            return null;
        }
    }

    private static MessageProtection? ByAttribute(MessageDefinition message)
    {
        var named = message.Signals.FirstOrDefault(signal => ProfileOf(signal.Attributes) is not null);
        var attributes = named?.Attributes ?? message.Attributes;
        if (ProfileOf(attributes) is not { } profile)
        {
            return null;
        }

        return new(message, profile, new()
        {
            Counter = SignalOf(message.Attributes, "E2ECounterSignal"),
            Checksum = SignalOf(message.Attributes, "E2ECrcSignal") ?? (named?.Length == profile.ChecksumLength ? named.Name : null),
            DataIds = DataIdsOf(attributes) is { Length: > 0 } ids ? ids : DataIdsOf(message.Attributes),
        });
    }

    /// <summary>The profile that an attribute names: one of the names here, or AUTOSAR's such as <c>P01</c>, <c>E2E_P02</c>, <c>PROFILE_05</c>.</summary>
    private static ProtectionProfile? ProfileOf(AttributeSet attributes)
    {
        if ((attributes.Text("E2EProfile") ?? attributes.Text("E2E_Profile")) is not { Length: > 0 } name)
        {
            return null;
        }

        var mark = name.LastIndexOfAny(['P', 'p', 'E', 'e', '_', ' ']);
        return ProtectionProfiles.Find(name) ?? name[(mark + 1)..].TrimStart('0').ToUpperInvariant() switch
        {
            "1" or "1A" => ProtectionProfiles.E2EP01,
            "1B" => ProtectionProfiles.E2EP01Alternating,
            "1C" => ProtectionProfiles.E2EP01Nibble,
            "2" => ProtectionProfiles.E2EP02,
            "5" => ProtectionProfiles.E2EP05,
            _ => null,
        };
    }

    private static string? SignalOf(AttributeSet attributes, string name) => attributes.Text(name) is { Length: > 0 } signal ? signal : null;

    private static ushort[] DataIdsOf(AttributeSet attributes)
    {
        var text = attributes.Text("E2EDataIdList") ?? attributes.Text("E2EDataId") ?? attributes.Text("E2EDataID") ?? attributes.Text("E2E_DataID");
        return text is null ? [] : [.. text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries).Select(ToDataId)];
    }

    private static ushort ToDataId(string text)
    {
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return ushort.TryParse(isHex ? text[2..] : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new ArgumentException($"'{text}' is no data id.", nameof(text));
    }

    private static MessageProtection? ByFile(MessageDefinition message, string fileName)
    {
        var name = Array.Find(Files, file => fileName.StartsWith(file.Prefix, StringComparison.OrdinalIgnoreCase)).Profile;
        if (name is null)
        {
            return null;
        }

        var isTesla = name == "Tesla";
        var counter = message.Signals.FirstOrDefault(signal => signal.Name == Counter || isTesla && signal.Name.EndsWith("Counter", StringComparison.Ordinal));
        var checksum = message.Signals.FirstOrDefault(signal => signal.Name == Checksum || isTesla && signal.Name.EndsWith("Checksum", StringComparison.Ordinal));
        var options = new ProtectionOptions { Counter = counter?.Name ?? "", CounterTop = counter?.Layout.Mask, Checksum = checksum?.Name };
        return checksum is not null ? new(message, ProtectionProfiles.Find(name)!, options)
            : counter is not null ? new(message, ProtectionProfiles.CounterOnly, options)
            : null;
    }
}
