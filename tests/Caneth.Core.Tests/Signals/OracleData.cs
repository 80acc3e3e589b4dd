using System.Formats.Tar;
using System.IO.Compression;

namespace Caneth.Tests.Signals;

/// <summary>The public DBC files that the oracle is about.</summary>
internal static class OracleData
{
    /// <summary>Names and contents of the files; the test is left out where they are absent.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Files()
    {
        using var archive = new TarReader(new GZipStream(File.OpenRead(SharedData.Find("oracle/dbc.tar.gz")), CompressionMode.Decompress));
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } stream)
            {
                using var content = new MemoryStream();
                stream.CopyTo(content);
                yield return (entry.Name["dbc/".Length..], content.ToArray());
            }
        }
    }

    /// <summary>The files of the oracle, and the two that logs come with.</summary>
    public static IEnumerable<(string Name, byte[] Content)> AllFiles() =>
        Files().Concat(new[] { "leaf-powertrain.dbc", "thinkcity.dbc" }.Select(name => (name, File.ReadAllBytes(SharedData.Find($"dbc/{name}")))));
}
