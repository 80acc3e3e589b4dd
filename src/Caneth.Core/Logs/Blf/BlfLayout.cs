using System.Buffers.Binary;

namespace Caneth.Logs.Blf;

/// <summary>
/// The numbers of Vector's binary logging format. A file is a header and objects; nearly all objects lie in containers, which
/// are objects too and mostly compressed with zlib. All numbers are little-endian.
/// </summary>
/// <remarks>
/// Vector's own description, binlog_objects.h, comes with its tools only. Sources are python-can's blf.py and the library
/// vector_blf, whose files are also what the tests read.
/// </remarks>
internal static class BlfLayout
{
    /// <summary>Tells whether bytes that begin with the signature are an object of some kind.</summary>
    public delegate bool ObjectKind(ReadOnlySpan<byte> item);

    // Every object: signature, length of its header, version of its header, length of it all, type.
    public const int BaseHeaderLength = 16;
    public const int HeaderLengthOffset = 4;
    public const int HeaderVersionOffset = 6;
    public const int LengthOffset = 8;
    public const int TypeOffset = 12;

    // A container: compression, six bytes, length before compression, four bytes.
    public const int ContainerHeaderLength = BaseHeaderLength + 16;
    public const int MethodOffset = BaseHeaderLength;
    public const int UncompressedLengthOffset = BaseHeaderLength + 8;

    // An event: flags, four bytes, time; a header of version 2 has the original time after it.
    public const int EventHeaderLength = BaseHeaderLength + 16;
    public const int TimeFlagsOffset = BaseHeaderLength;
    public const int TimeOffset = BaseHeaderLength + 8;

    public const uint TimeInTenMicroseconds = 1;
    public const uint TimeInNanoseconds = 2;

    public const ushort NoCompression = 0;
    public const ushort Zlib = 2;

    public const uint CanMessage = 1;
    public const uint CanError = 2;
    public const uint Container = 10;
    public const uint CanErrorExt = 73;
    public const uint CanMessage2 = 86;
    public const uint CanFdMessage = 100;
    public const uint CanFdMessage64 = 101;
    public const uint CanFdError64 = 104;

    public const int CanMessageLength = EventHeaderLength + 16;
    public const int CanErrorExtLength = EventHeaderLength + 32;
    public const int CanFdMessageLength = EventHeaderLength + 84;

    public const uint ExtendedBit = 0x8000_0000;

    // Flags of CAN_MESSAGE, CAN_MESSAGE2 and CAN_FD_MESSAGE.
    public const byte TransmittedBit = 0x01;
    public const byte RemoteBit = 0x80;

    // CAN FD flags of CAN_FD_MESSAGE.
    public const byte FdBit = 0x1;
    public const byte BitRateSwitchBit = 0x2;
    public const byte ErrorStateBit = 0x4;

    /// <summary>
    /// What happened on a bus according to an object that is not a CAN frame; null for what is about the recording only: statistics,
    /// settings, variables, comments, and objects that nobody knows.
    /// </summary>
    /// <param name="type">The type of the object.</param>
    public static string? NameOfOther(uint type) => type switch
    {
        3 => "CAN overload frames",
        11 or 57 => "LIN messages",
        12 or 14 or 15 or 16 or 18 or 42 or 43 or (>= 58 and <= 64) or 75 or (>= 87 and <= 89) or 105 => "LIN errors and events",
        20 or 21 => "LIN sleep and wake-up events",
        22 or 23 or 32 or 33 or (>= 76 and <= 81) or 84 or 85 => "MOST messages",
        24 or 34 or 35 or 36 or 37 or 39 or (>= 68 and <= 70) or 82 or 83 or 95 => "MOST events",
        29 or 30 or 40 or 41 or 49 or 50 or 66 => "FlexRay messages",
        45 or 47 or 48 => "FlexRay errors and states",
        31 or 74 => "errors of the CAN driver",
        38 or 91 or 125 => "overruns of the recorder, which lost frames",
        55 or 56 => "J1708 messages",
        71 or 120 or 121 => "Ethernet frames",
        102 or 122 or 123 => "Ethernet errors",
        90 => "serial events",
        93 => "WLAN frames",
        97 => "AFDX frames",
        106 or 109 => "AFDX errors and states",
        99 => "K-Line events",
        110 or 111 => "ARINC 429 errors and states",
        113 => "ARINC 429 messages",
        139 => "CAN XL frames",
        140 => "CAN XL error frames",
        _ => null,
    };

    /// <summary>
    /// Whether bytes that begin with the signature can be an object, and are not four bytes of something else that look so.
    /// </summary>
    /// <param name="item">At least the 16 bytes that every object begins with.</param>
    public static bool IsPlausible(ReadOnlySpan<byte> item)
    {
        const int MostHeaderLength = 64;
        const int LastType = 1000;
        if (item.Length < BaseHeaderLength)
        {
            return false;
        }

        var headerLength = BinaryPrimitives.ReadUInt16LittleEndian(item[HeaderLengthOffset..]);
        return item.StartsWith(ObjectSignature) && headerLength is >= BaseHeaderLength and <= MostHeaderLength
            && BinaryPrimitives.ReadUInt32LittleEndian(item[LengthOffset..]) >= headerLength
            && BinaryPrimitives.ReadUInt32LittleEndian(item[TypeOffset..]) is > 0 and <= LastType;
    }

    /// <summary>Whether bytes can be a container, and are not four bytes of something else that look so.</summary>
    /// <param name="item">At least the 16 bytes that every object begins with.</param>
    public static bool IsContainer(ReadOnlySpan<byte> item) =>
        IsPlausible(item) && BinaryPrimitives.ReadUInt32LittleEndian(item[TypeOffset..]) == Container;

    /// <summary>Where an object of a kind begins, and not four bytes of something else that look so; -1 where none does.</summary>
    /// <param name="bytes">Where it is looked for.</param>
    /// <param name="isWanted">The kind.</param>
    /// <param name="from">Where looking begins.</param>
    public static int IndexOf(ReadOnlySpan<byte> bytes, ObjectKind isWanted, int from = 0)
    {
        while (bytes[from..].IndexOf(ObjectSignature) is var found and >= 0)
        {
            from += found;
            if (isWanted(bytes[from..]))
            {
                return from;
            }

            from += ObjectSignature.Length;
        }

        return -1;
    }

    /// <summary>The signature that each object begins with.</summary>
    public static ReadOnlySpan<byte> ObjectSignature => "LOBJ"u8;
}
