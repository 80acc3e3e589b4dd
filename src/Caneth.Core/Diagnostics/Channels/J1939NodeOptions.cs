namespace Caneth.Diagnostics.Channels;

/// <summary>Who a node of J1939 is, and how it takes part.</summary>
public sealed record J1939NodeOptions
{
    /// <summary>The address that it wants, 0 to 253; 0xF9 by default, that of a tester.</summary>
    public byte Address { get; init; } = 0xF9;

    /// <summary>
    /// Its NAME; by default that of a tester of no manufacturer, with a random identity number. Where it says that it is capable of arbitrary
    /// addresses, another one from 128 to 247 is taken where the wanted one is another's.
    /// </summary>
    public J1939Name Name { get; init; } = J1939Name.Create(Random.Shared.Next(J1939Name.MaxIdentityNumber + 1), J1939Name.MaxManufacturerCode);

    /// <summary>How many packets of a message to it are asked for at most at once, 1 to 255; 16 by default.</summary>
    public int MaxPacketsAtOnce { get; init; } = 16;

    /// <summary>How long an answer to a request may take, 1 ms to 49 days; 1.25 s by default.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(1.25);

    internal void Validate()
    {
        Option.RequireRange(Address, nameof(Address), 0, J1939AddressClaim.MaxAddress);
        Option.RequireRange(MaxPacketsAtOnce, nameof(MaxPacketsAtOnce), 1, J1939Control.MaxPackets);
        Option.RequireTime(ResponseTimeout, nameof(ResponseTimeout), TimeSpan.FromMilliseconds(1));
    }
}
