using System.Diagnostics.CodeAnalysis;

namespace Caneth.Diagnostics;

/// <summary>As what the data of an identifier is wanted.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "It is the word that the formats of diagnostics have for it.")]
public enum EcuDataForm
{
    /// <summary>As it is.</summary>
    Bytes,

    /// <summary>As text in ASCII, without the zeros that fill it up.</summary>
    Text,

    /// <summary>As a number without a sign of at most 8 bytes, whose highest byte comes first.</summary>
    UInt,
}
