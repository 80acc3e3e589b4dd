using System.Buffers.Binary;
using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>How far a node is on its way to an address.</summary>
internal enum J1939ClaimState
{
    /// <summary>It wants none.</summary>
    Idle,

    /// <summary>It said which one it wants, and others may still object.</summary>
    Claiming,

    /// <summary>The address is its own.</summary>
    Claimed,

    /// <summary>Others have all that it might take: it is silent.</summary>
    Lost,
}

/// <summary>
/// Claims an address, defends it against higher NAMEs and yields to lower ones: to another address where the NAME says that it may, or else to
/// silence (SAE J1939-81). It neither has a clock nor sends anything itself: claims and times go in, frames come out.
/// </summary>
/// <param name="name">The NAME.</param>
/// <param name="preferred">The address that it wants, 0 to 253.</param>
/// <param name="pause">A time for what several nodes would otherwise say at once; null for a random one from 0 to 153 ms.</param>
internal sealed class J1939AddressClaim(J1939Name name, byte preferred, Func<TimeSpan>? pause = null)
{
    /// <summary>The address of who has none.</summary>
    public const byte NullAddress = 254;

    /// <summary>The last address that can be a node's own.</summary>
    public const byte MaxAddress = 253;

    // The addresses of those that take any (SAE J1939-81).
    private const byte FirstArbitrary = 128;
    private const byte LastArbitrary = 247;

    private static readonly TimeSpan ClaimTime = TimeSpan.FromMilliseconds(250);

    // Two of which each believes that it is better would otherwise fill the bus.
    private static readonly TimeSpan BetweenDefences = TimeSpan.FromMilliseconds(10);

    private readonly Func<TimeSpan> pause = pause ?? Pause;
    private readonly J1939Name?[] owners = new J1939Name?[NullAddress];
    private TimeSpan? settlesAt;
    private TimeSpan? yieldsAt;
    private TimeSpan? answersAt;
    private TimeSpan? defendedAt;

    public J1939ClaimState State { get; private set; }

    /// <summary>The address that it claims or has; null where it has none.</summary>
    public byte? Address { get; private set; }

    /// <summary>Who has the address that it lost last; null where it lost none.</summary>
    public (byte Address, J1939Name Name)? Winner { get; private set; }

    /// <summary>How often another node was heard that has the same NAME.</summary>
    public int Doubles { get; private set; }

    /// <summary>When <see cref="OnTime"/> has something to do; null for never.</summary>
    public TimeSpan? Deadline => new[] { settlesAt, yieldsAt, answersAt }.Min();

    /// <summary>Says which address it wants; what was heard before is forgotten.</summary>
    /// <param name="now">The time.</param>
    /// <returns>What to say to all.</returns>
    public CanFrame Begin(TimeSpan now)
    {
        Reset();
        return Claim(preferred, now);
    }

    /// <summary>Forgets everything: there is no bus.</summary>
    public void Reset()
    {
        Array.Clear(owners);
        (State, Address, Winner) = (J1939ClaimState.Idle, null, null);
        (settlesAt, yieldsAt, answersAt, defendedAt) = (null, null, null, null);
    }

    /// <summary>Takes what another node claims.</summary>
    /// <param name="source">The address, or that of who has none.</param>
    /// <param name="other">Its NAME.</param>
    /// <param name="now">The time.</param>
    /// <returns>What to say to all; null for nothing.</returns>
    public CanFrame? OnClaim(byte source, J1939Name other, TimeSpan now)
    {
        Note(source, other);
        if (source != Address)
        {
            // Where it is the other one of the same NAME it has made way.
            yieldsAt = other == name ? null : yieldsAt;
            return null;
        }

        if (other.Value > name.Value)
        {
            return Defend(now);
        }

        Winner = (source, other);
        if (other != name)
        {
            return Yield(now);
        }

        // Neither is better: whose time is over first makes way.
        Doubles++;
        yieldsAt ??= now + pause();
        return null;
    }

    /// <summary>Takes a request for the address.</summary>
    /// <param name="now">The time.</param>
    /// <returns>What to say to all at once; null for nothing.</returns>
    public CanFrame? OnRequest(TimeSpan now)
    {
        if (State == J1939ClaimState.Lost)
        {
            answersAt ??= now + pause();
        }

        return Address is null ? null : ToFrame();
    }

    /// <summary>Does what is due.</summary>
    /// <param name="now">The time.</param>
    /// <returns>What to say to all; null for nothing. Where <see cref="Deadline"/> is over even then there is more.</returns>
    public CanFrame? OnTime(TimeSpan now)
    {
        if (now >= yieldsAt)
        {
            return Yield(now);
        }

        if (now >= answersAt)
        {
            (answersAt, defendedAt) = (null, now);
            return ToFrame();
        }

        if (now >= settlesAt)
        {
            (State, settlesAt) = (J1939ClaimState.Claimed, null);
        }

        return null;
    }

    // A byte of 0.6 ms, as SAE J1939-81 has it.
    private static TimeSpan Pause() => TimeSpan.FromMilliseconds(0.6) * Random.Shared.Next(byte.MaxValue + 1);

    private void Note(byte source, J1939Name other)
    {
        var before = Array.IndexOf(owners, other);
        if (before >= 0)
        {
            owners[before] = null;
        }

        if (source <= MaxAddress)
        {
            owners[source] = other;
        }
    }

    private CanFrame Claim(byte address, TimeSpan now)
    {
        (State, Address, settlesAt, yieldsAt, answersAt) = (J1939ClaimState.Claiming, address, now + ClaimTime, null, null);
        return ToFrame();
    }

    private CanFrame? Defend(TimeSpan now)
    {
        if (now < defendedAt + BetweenDefences)
        {
            answersAt ??= defendedAt + BetweenDefences;
            return null;
        }

        (defendedAt, answersAt) = (now, null);
        return ToFrame();
    }

    private CanFrame? Yield(TimeSpan now)
    {
        for (var address = name.ArbitraryAddressCapable ? FirstArbitrary : LastArbitrary + 1; address <= LastArbitrary; address++)
        {
            if (owners[address] is null && address != Address)
            {
                return Claim((byte)address, now);
            }
        }

        (State, Address, settlesAt, yieldsAt, answersAt) = (J1939ClaimState.Lost, null, null, null, now + pause());
        return null;
    }

    /// <summary>Whose the address is, or that there is none for this NAME.</summary>
    private CanFrame ToFrame()
    {
        Span<byte> data = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(data, name.Value);
        return new(J1939Id.Create(J1939Groups.AddressClaimed, Address ?? NullAddress).Id, data, FrameFlags.Extended);
    }
}
