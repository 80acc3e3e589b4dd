using System.Collections;
using System.Management.Automation;
using Caneth.Signals;

namespace Caneth.Binding;

/// <summary>Completes the names of protection profiles.</summary>
public sealed class ProfileCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ProtectionProfiles.All, profile => profile.Name, profile => profile.Description);
}
