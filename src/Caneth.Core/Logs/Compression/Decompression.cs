using System.IO.Compression;

namespace Caneth.Logs.Compression;

/// <summary>Tells what goes wrong while compressed content is read.</summary>
internal static class Decompression
{
    /// <summary>Whether the content is at fault, and not the file it lies in.</summary>
    /// <remarks>
    /// Besides InvalidDataException there is an IOException of a type that is not public, for answers of zlib without a name.
    /// </remarks>
    public static bool IsDamage(Exception failure) => failure is InvalidDataException
        || failure is IOException && failure.GetType().Namespace == typeof(ZLibStream).Namespace;
}
