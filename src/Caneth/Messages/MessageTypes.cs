using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Caneth.Signals;

namespace Caneth.Messages;

/// <summary>
/// The types that messages are shown as: one for each message, with a property for each signal, which decodes when it is read.
/// </summary>
/// <remarks>
/// A real type, and no adapter or added properties: those belong to a runspace, so that in another one, as <c>ForEach-Object -Parallel</c>
/// has it, a message would have no signals. What was made stays for as long as the process lives, so a type is made at the first frame
/// of its message only, and serves every message that looks the same, as that of a database that is imported again.
/// </remarks>
internal static class MessageTypes
{
    /// <summary>How many types are made at most, whatever files and buses say; messages beyond have no properties for signals.</summary>
    public const int MaxTypes = 10_000;

    private const string House = "Caneth.Messages";
    private const int Untold = 1;
    private const int Told = 2;
    private const MethodAttributes Getter = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName;

    private static readonly Type[] Parts = [typeof(MessageDefinition), typeof(CanFrame)];
    private static readonly ConstructorInfo BaseConstructor = typeof(CanMessage).GetConstructor(Parts)!;
    private static readonly MethodInfo GetValue = typeof(CanMessage).GetMethod("GetValue", BindingFlags.Instance | BindingFlags.NonPublic)!;
    private static readonly MethodInfo GetForm = typeof(CanMessage).GetProperty("Form", BindingFlags.Instance | BindingFlags.NonPublic)!.GetMethod!;

    // A type's own properties come before those that it inherits, and this is what people look for first.
    private static readonly PropertyInfo[] First = [.. ((string[])[nameof(CanMessage.Timestamp), nameof(CanMessage.Device), nameof(CanMessage.Message)])
        .Select(name => typeof(CanMessage).GetProperty(name)!)];

    private static readonly ModuleBuilder Types = AssemblyBuilder.DefineDynamicAssembly(new(House), AssemblyBuilderAccess.Run).DefineDynamicModule(House);
    private static readonly Lock Gate = new();
    private static int exhausted;
    private static readonly Dictionary<string, Func<MessageDefinition, CanFrame, CanMessage>> ByLayout = [];
    private static readonly HashSet<string> Taken = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, int> Numbers = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConditionalWeakTable<MessageDefinition, Func<MessageDefinition, CanFrame, CanMessage>>[] Known =
        [.. Enum.GetValues<SignalForm>().Select(_ => new ConditionalWeakTable<MessageDefinition, Func<MessageDefinition, CanFrame, CanMessage>>())];

    /// <summary>Whether a message was met for which there was no type any more and nobody was told yet; asking counts as telling.</summary>
    public static bool TakeExhaustion() => Volatile.Read(ref exhausted) == Untold && Interlocked.CompareExchange(ref exhausted, Told, Untold) == Untold;

    /// <summary>What makes decoded messages of frames, as objects of the type that a message has.</summary>
    /// <param name="message">The message.</param>
    /// <param name="form">What its properties give.</param>
    /// <returns>Makes a decoded message of the definition and a frame; for any thread.</returns>
    public static Func<MessageDefinition, CanFrame, CanMessage> MakerOf(MessageDefinition message, SignalForm form = SignalForm.Value)
    {
        var known = Known[(int)form];
        if (known.TryGetValue(message, out var maker))
        {
            return maker;
        }

        var layout = MessageLayout.Of(message, form);
        lock (Gate)
        {
            var hasType = ByLayout.Count < MaxTypes || ByLayout.ContainsKey(layout.Key);
            maker = MakerOf(hasType ? layout : MessageLayout.Bare(form));
            _ = hasType ? 0 : Interlocked.CompareExchange(ref exhausted, Untold, 0);
        }

        known.AddOrUpdate(message, maker);
        return maker;
    }

    private static Func<MessageDefinition, CanFrame, CanMessage> MakerOf(MessageLayout layout)
    {
        if (!ByLayout.TryGetValue(layout.Key, out var maker))
        {
            maker = Make(layout);
            ByLayout.Add(layout.Key, maker);
        }

        return maker;
    }

    private static Func<MessageDefinition, CanFrame, CanMessage> Make(MessageLayout layout)
    {
        var type = Types.DefineType(FreeName(layout), TypeAttributes.Public | TypeAttributes.Sealed, typeof(CanMessage));
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, Parts);
        Emit(constructor.GetILGenerator(), OpCodes.Ldarg_0, OpCodes.Ldarg_1, OpCodes.Ldarg_2).Emit(OpCodes.Call, BaseConstructor);
        Emit(constructor.GetILGenerator(), OpCodes.Ret);
        foreach (var property in First)
        {
            var il = AddProperty(type, property.Name, property.PropertyType);
            Emit(il, OpCodes.Ldarg_0).Emit(OpCodes.Call, property.GetMethod!);
            Emit(il, OpCodes.Ret);
        }

        foreach (var name in layout.IsJ1939 ? MessageLayout.OfId : [])
        {
            var part = typeof(CanMessage).GetMethod($"Get{name}", BindingFlags.Instance | BindingFlags.NonPublic)!;
            var il = AddProperty(type, name, part.ReturnType);
            Emit(il, OpCodes.Ldarg_0).Emit(OpCodes.Call, part);
            Emit(il, OpCodes.Ret);
        }

        foreach (var (name, signals) in layout.Properties)
        {
            EmitReading(AddProperty(type, name, typeof(object)), signals);
        }

        EmitForm(type, layout.Form);
        var make = type.DefineMethod("Make", MethodAttributes.Private | MethodAttributes.Static, typeof(CanMessage), Parts);
        Emit(make.GetILGenerator(), OpCodes.Ldarg_0, OpCodes.Ldarg_1).Emit(OpCodes.Newobj, constructor);
        Emit(make.GetILGenerator(), OpCodes.Ret);
        return type.CreateType().GetMethod("Make", BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<Func<MessageDefinition, CanFrame, CanMessage>>();
    }

    /// <summary>The value of the first of the signals that is in the frame; mostly there is one only.</summary>
    private static void EmitReading(ILGenerator il, IReadOnlyList<int> signals)
    {
        var found = il.DefineLabel();
        for (var index = 0; index < signals.Count; index++)
        {
            if (index > 0)
            {
                Emit(il, OpCodes.Dup).Emit(OpCodes.Brtrue, found);
                Emit(il, OpCodes.Pop);
            }

            Emit(il, OpCodes.Ldarg_0).Emit(OpCodes.Ldc_I4, signals[index]);
            il.Emit(OpCodes.Call, GetValue);
        }

        il.MarkLabel(found);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitForm(TypeBuilder type, SignalForm form)
    {
        if (form != SignalForm.Value)
        {
            // Under a name that no signal can have.
            var getter = type.DefineMethod("\nForm", MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.HideBySig, typeof(SignalForm), Type.EmptyTypes);
            var il = getter.GetILGenerator();
            il.Emit(OpCodes.Ldc_I4, (int)form);
            il.Emit(OpCodes.Ret);
            type.DefineMethodOverride(getter, GetForm);
        }
    }

    private static ILGenerator AddProperty(TypeBuilder type, string name, Type valueType)
    {
        var property = type.DefineProperty(name, PropertyAttributes.None, CallingConventions.HasThis, valueType, null);
        var getter = type.DefineMethod($"get_{name}", Getter, valueType, Type.EmptyTypes);
        property.SetGetMethod(getter);
        return getter.GetILGenerator();
    }

    private static ILGenerator Emit(ILGenerator il, params ReadOnlySpan<OpCode> codes)
    {
        foreach (var code in codes)
        {
            il.Emit(code);
        }

        return il;
    }

    /// <summary>A message of another database that has the same name and looks different gets a number.</summary>
    private static string FreeName(MessageLayout layout)
    {
        var space = layout.Form == SignalForm.Value ? House : $"{House}.{layout.Form}";
        var name = $"{space}.{layout.Name}";
        var free = name;
        while (!Taken.Add(free))
        {
            var number = Numbers[name] = Numbers.GetValueOrDefault(name, 1) + 1;
            free = $"{name}_{number}";
        }

        return free;
    }
}
