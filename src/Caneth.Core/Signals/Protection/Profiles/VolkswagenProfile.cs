namespace Caneth.Signals;

/// <summary>
/// What Volkswagen does in its MQB and MEB cars: CRC-8H2F as in AUTOSAR's E2E profile 2, with data ids by the id of the message. A message
/// whose data ids are not known has a CRC without one.
/// </summary>
/// <param name="name">What it is called.</param>
/// <param name="description">What it does.</param>
/// <param name="shorter">
/// For some messages: how many bytes a CRC may be over instead of all, and its data ids. Cars of the same kind differ in it; the longer
/// one is what is sent.
/// </param>
internal sealed class VolkswagenProfile(string name, string description, IReadOnlyDictionary<uint, (int Length, byte[] DataIds)>? shorter = null)
    : ProtectionProfile(name, description, 8)
{
    public override ulong Checksum(in ProtectedFrame frame) => Of(frame);

    public override bool IsRight(in ProtectedFrame frame, ulong checksum) => base.IsRight(frame, checksum)
        || shorter is not null && shorter.TryGetValue(frame.Id, out var part) && part.Length <= frame.Length
            && E2EProfile2.Of(frame, part.Length, part.DataIds[frame[1] & 0xF]) == checksum;

    /// <summary>The CRC of a frame.</summary>
    public static byte Of(in ProtectedFrame frame) => VolkswagenDataIds.OfMqb.TryGetValue(frame.Id, out var ids)
        ? E2EProfile2.Of(frame, frame.Length, ids[frame[1] & 0xF])
        : (byte)~Crc8.H2F.Add(0xFF, frame);
}
