using System.Collections;
using System.Management.Automation;

namespace Caneth.Binding;

/// <summary>Completes the names of encodings that databases are written in.</summary>
public sealed class EncodingCompleter : NameCompleter
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["utf8"] = "Unicode, of one to four bytes",
        ["windows-1252"] = "Western Europe",
        ["windows-1251"] = "Cyrillic",
        ["gb18030"] = "Chinese, with GBK and GB2312 in it",
        ["big5"] = "Chinese, traditional",
        ["shift_jis"] = "Japanese",
        ["euc-kr"] = "Korean",
    };

    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, Known, one => one.Key, one => one.Value);
}
