// What the samples beside this file know.

namespace Caneth.Tests.Architecture.Referred;

[AttributeUsage(AttributeTargets.Class)]
internal class Thing : Attribute
{
    public static object Make() => new Thing();

    public static object Count = 0;

    public static T Same<T>(T value) => value;
}

internal sealed class Failure : Exception;

internal interface IRole;

internal sealed class Box<T>
{
    public static T? Value { get; set; }
}
