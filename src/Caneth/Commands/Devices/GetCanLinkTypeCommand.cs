using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Links.Schemes;

namespace Caneth.Commands;

/// <summary>Shows the kinds of links: how their addresses are written, what they send and receive, who confirms, and how they tell time.</summary>
[Cmdlet(VerbsCommon.Get, "CanLinkType")]
[OutputType(typeof(CanLinkType))]
public sealed class GetCanLinkTypeCommand : CanCmdlet
{
    private static readonly NamedSet<CanLinkType> All = Everything();

    /// <summary>The schemes of the links; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Scheme", "Link")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LinkTypeCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var type in FindByName([.. Name.Select(WithoutMark)], All, CanErrors.LinkTypeNotFound))
        {
            WriteObject(type);
        }
    }

    // A scheme as it stands in an address.
    private static string WithoutMark(string name) => name.EndsWith("://", StringComparison.Ordinal) ? name[..^3] : name;

    private static NamedSet<CanLinkType> Everything()
    {
        var all = new NamedSet<CanLinkType>(type => type.Scheme);
        foreach (var type in CanLinkType.All)
        {
            all.Add(type);
        }

        return all;
    }
}
