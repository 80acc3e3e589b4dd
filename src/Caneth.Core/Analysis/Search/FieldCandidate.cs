using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>A field that goes with the reference, before its ends are looked at closely.</summary>
/// <param name="Fit">The square of the correlation.</param>
/// <param name="ByteOrder">The byte order.</param>
/// <param name="Lowest">The place of its lowest bit in the chain of that byte order.</param>
/// <param name="Highest">The place of its highest bit.</param>
/// <param name="IsSigned">Whether it is a number in two's complement.</param>
internal readonly record struct FieldCandidate(double Fit, ByteOrder ByteOrder, int Lowest, int Highest, bool IsSigned);
