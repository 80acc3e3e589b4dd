using System.Reflection;
using Caneth.Help;
using Module = Caneth.Help.Module;

namespace Caneth.Tests;

/// <summary>Tab offers the members of what the cmdlets emit, and none that only the compiler has a use for.</summary>
public sealed class MemberTests
{
    [Fact]
    public void What_is_emitted_and_what_it_holds_has_no_members_of_the_compiler()
    {
        var emitted = Module.Cmdlets(new HelpFiles(Checkout.Root).Manifest).SelectMany(cmdlet => cmdlet.OutputType).Select(output => output.Type).OfType<Type>();
        var seen = new HashSet<Type>();
        foreach (var type in emitted)
        {
            Look(type, seen);
        }

        Assert.Contains(typeof(Caneth.Sessions.SessionEvent), seen);

        // Options are records, since programs make others of them by "with".
        seen.RemoveWhere(type => type.Name.EndsWith("Options", StringComparison.Ordinal));
        Assert.Empty(seen.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.Name.Contains('<')).Select(method => $"{method.DeclaringType}.{method.Name}").Distinct());
    }

    private static void Look(Type type, HashSet<Type> seen)
    {
        if (type.IsGenericType || type.IsArray)
        {
            foreach (var part in type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments())
            {
                Look(part, seen);
            }
        }
        else if (type.Namespace?.StartsWith("Caneth", StringComparison.Ordinal) == true && seen.Add(type))
        {
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                Look(property.PropertyType, seen);
            }
        }
    }
}
