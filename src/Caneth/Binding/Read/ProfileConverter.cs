using Caneth.Signals;

namespace Caneth.Binding;

/// <summary>Reads a protection profile by its name.</summary>
public sealed class ProfileConverter : ArgumentConverter<ProtectionProfile>
{
    /// <inheritdoc/>
    protected override ProtectionProfile Read(object argument)
    {
        var name = Argument.TextOf(argument).Trim();
        return ProtectionProfiles.Find(name) ?? throw ProtectionMessages.NotAProfile(name);
    }
}
