namespace Caneth.Logs;

/// <summary>Formats that hold CAN frames, are known and are not read here: a file of one is told by what it is, not only by what it is not.</summary>
internal static class ForeignFormat
{
    private static readonly (string Name, string[] Extensions, string[] Beginnings)[] Known =
    [
        ("MDF before version 4 (ASAM)", [".mdf", ".mf3"], ["MDF     3", "MDF     2"]),
        ("Parquet", [".parquet"], ["PAR1"]),
        ("HDF5", [".h5", ".hdf5"], ["\uFFFDHDF"]),
        ("an archive", [".zip", ".7z", ".rar", ".xz", ".zst"], ["PK\u0003\u0004", "7z\uFFFD\uFFFD"]),
        ("CRTD (OVMS)", [".crtd", ".crt"], []),
        ("CAN-DO or Microchip", [".can"], []),
        ("CLF (Vector)", [".clf"], []),
        ("TDMS (LabVIEW)", [".tdms"], ["TDSm"]),
    ];

    // Those of binary formats that are read.
    private static readonly (string Format, string Beginning)[] OwnBeginnings =
        [("sqlite", "SQLite format 3"), ("parquet", "PAR1"), ("blf", "LOGG"), ("mf4", "MDF     4"), ("mf4", "UnFinMF")];

    /// <summary>What a file is by its extension; null where that says nothing.</summary>
    public static string? OfPath(string path) =>
        Known.FirstOrDefault(format => format.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)).Name;

    /// <summary>What a file is by what it begins with, and whether that is read; null where that says nothing.</summary>
    /// <param name="beginning">Its first bytes, read as UTF-8.</param>
    public static string? OfContent(string beginning)
    {
        var (own, _) = OwnBeginnings.FirstOrDefault(format => beginning.StartsWith(format.Beginning, StringComparison.Ordinal));
        if (LogFormats.All.Any(format => format.Name == own))
        {
            return $"a log of the format {own}";
        }

        var foreign = Known.FirstOrDefault(format => format.Beginnings.Any(known => beginning.StartsWith(known, StringComparison.Ordinal))).Name;
        return foreign is null ? null : $"{foreign}, which is not read";
    }
}
