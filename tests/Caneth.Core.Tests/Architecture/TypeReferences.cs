using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Caneth.Tests.Architecture;

/// <summary>Which types of an assembly each of its types knows: by base, member, signature, attribute, or anywhere in its code.</summary>
internal sealed class TypeReferences : ISignatureTypeProvider<ValueTuple, object?>
{
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    private readonly MetadataReader metadata;
    private readonly Func<MethodDefinition, MethodBodyBlock?> body;
    private readonly HashSet<TypeDefinitionHandle> known = [];
    private readonly HashSet<Handle> visited = [];

    private TypeReferences(MetadataReader metadata, Func<MethodDefinition, MethodBodyBlock?> body)
    {
        this.metadata = metadata;
        this.body = body;
    }

    /// <summary>Each type that one knows, by the namespace of both. What a type nested in another knows, the other knows.</summary>
    public static IEnumerable<(string Namespace, string Type, string KnownNamespace, string KnownType)> In(string assembly)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var reader = new TypeReferences(metadata, method =>
                method.RelativeVirtualAddress == 0 ? null : file.GetMethodBody(method.RelativeVirtualAddress));
            reader.ReadType(handle);
            var type = reader.Outermost(handle);
            foreach (var other in reader.known.Select(reader.Outermost))
            {
                yield return (metadata.GetString(type.Namespace), metadata.GetString(type.Name),
                    metadata.GetString(other.Namespace), metadata.GetString(other.Name));
            }
        }
    }

    private TypeDefinition Outermost(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? Outermost(outer) : type;
    }

    private void ReadType(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        Read(type.BaseType);
        ReadAttributes(type.GetCustomAttributes());
        ReadConstraints(type.GetGenericParameters());
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            Read(metadata.GetInterfaceImplementation(implementation).Interface);
        }

        foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition))
        {
            _ = field.DecodeSignature(this, null);
            ReadAttributes(field.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties().Select(metadata.GetPropertyDefinition))
        {
            ReadAttributes(property.GetCustomAttributes());
        }

        foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
        {
            ReadMethod(method);
        }
    }

    private void ReadMethod(MethodDefinition method)
    {
        _ = method.DecodeSignature(this, null);
        ReadAttributes(method.GetCustomAttributes());
        ReadConstraints(method.GetGenericParameters());
        if (body(method) is not { } block)
        {
            return;
        }

        if (!block.LocalSignature.IsNil)
        {
            _ = metadata.GetStandaloneSignature(block.LocalSignature).DecodeLocalSignature(this, null);
        }

        foreach (var region in block.ExceptionRegions.Where(region => region.Kind == ExceptionRegionKind.Catch))
        {
            Read(region.CatchType);
        }

        ReadCode(block.GetILReader());
    }

    private void ReadCode(BlobReader code)
    {
        while (code.RemainingBytes > 0)
        {
            int opcode = code.ReadByte();
            if (opcode == 0xFE)
            {
                opcode = (opcode << 8) | code.ReadByte();
            }

            switch (Operands[opcode])
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    Read(MetadataTokens.Handle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case var operand:
                    code.Offset += SizeOf(operand);
                    break;
            }
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    /// <summary>Follows a token to the types it names.</summary>
    private void Read(Handle handle)
    {
        if (handle.IsNil || !visited.Add(handle))
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _ = known.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                _ = metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                break;
            case HandleKind.FieldDefinition:
                Read(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodDefinition:
                Read(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodSpecification:
                var generic = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Read(generic.Method);
                _ = generic.DecodeSignature(this, null);
                break;
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                Read(member.Parent);
                _ = member.GetKind() == MemberReferenceKind.Field ? member.DecodeFieldSignature(this, null) : Ignore(member.DecodeMethodSignature(this, null));
                break;
        }
    }

    private void ReadAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
        {
            Read(metadata.GetCustomAttribute(attribute).Constructor);
        }
    }

    private void ReadConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(parameter => metadata.GetGenericParameter(parameter).GetConstraints()))
        {
            Read(metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private static ValueTuple Ignore(MethodSignature<ValueTuple> _) => default;

    // A signature is read for the types that it mentions; what they make together is of no interest.

    ValueTuple ISimpleTypeProvider<ValueTuple>.GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        Read(handle);
        return default;
    }

    ValueTuple ISignatureTypeProvider<ValueTuple, object?>.GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        Read(handle);
        return default;
    }

    ValueTuple ISimpleTypeProvider<ValueTuple>.GetPrimitiveType(PrimitiveTypeCode typeCode) => default;

    ValueTuple ISimpleTypeProvider<ValueTuple>.GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => default;

    ValueTuple ISZArrayTypeProvider<ValueTuple>.GetSZArrayType(ValueTuple elementType) => default;

    ValueTuple IConstructedTypeProvider<ValueTuple>.GetArrayType(ValueTuple elementType, ArrayShape shape) => default;

    ValueTuple IConstructedTypeProvider<ValueTuple>.GetByReferenceType(ValueTuple elementType) => default;

    ValueTuple IConstructedTypeProvider<ValueTuple>.GetPointerType(ValueTuple elementType) => default;

    ValueTuple IConstructedTypeProvider<ValueTuple>.GetGenericInstantiation(
        ValueTuple genericType, ImmutableArray<ValueTuple> typeArguments) => default;

    ValueTuple ISignatureTypeProvider<ValueTuple, object?>.GetFunctionPointerType(MethodSignature<ValueTuple> signature) => default;

    ValueTuple ISignatureTypeProvider<ValueTuple, object?>.GetGenericMethodParameter(object? genericContext, int index) => default;

    ValueTuple ISignatureTypeProvider<ValueTuple, object?>.GetGenericTypeParameter(object? genericContext, int index) => default;

    ValueTuple ISignatureTypeProvider<ValueTuple, object?>.GetModifiedType(ValueTuple modifier, ValueTuple unmodifiedType, bool isRequired) => default;

    ValueTuple ISignatureTypeProvider<ValueTuple, object?>.GetPinnedType(ValueTuple elementType) => default;
}
