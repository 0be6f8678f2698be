using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>Says which calls read and write files, and how much of them.</summary>
internal static class FileTransfers
{
    private static readonly ImmutableDictionary<string, FileTransfer> Static = new Dictionary<string, FileTransfer>
    {
        ["RandomAccess.Read"] = new(TransferSize.Counted, false, 0, 1, 2),
        ["RandomAccess.ReadAsync"] = new(TransferSize.Counted, false, 0, 1, 2),
        ["RandomAccess.Write"] = new(TransferSize.Counted, true, 0, 1, 2),
        ["RandomAccess.WriteAsync"] = new(TransferSize.Counted, true, 0, 1, 2),
        ["JsonSerializer.Serialize"] = new(TransferSize.Content, true, 0),
        ["JsonSerializer.SerializeAsync"] = new(TransferSize.Content, true, 0),
        ["JsonSerializer.Deserialize"] = new(TransferSize.ToEnd, false, 0),
        ["JsonSerializer.DeserializeAsync"] = new(TransferSize.ToEnd, false, 0),
        ["File.ReadAllText"] = new(TransferSize.ToEnd, false, 0) { ByPath = true },
        ["File.ReadAllTextAsync"] = new(TransferSize.ToEnd, false, 0) { ByPath = true },
        ["File.ReadAllBytes"] = new(TransferSize.ToEnd, false, 0) { ByPath = true },
        ["File.ReadAllBytesAsync"] = new(TransferSize.ToEnd, false, 0) { ByPath = true },
        ["File.ReadAllLines"] = new(TransferSize.ToEnd, false, 0) { ByPath = true },
        ["File.ReadAllLinesAsync"] = new(TransferSize.ToEnd, false, 0) { ByPath = true },
        ["File.WriteAllText"] = new(TransferSize.Content, true, 0) { ByPath = true },
        ["File.WriteAllTextAsync"] = new(TransferSize.Content, true, 0) { ByPath = true },
        ["File.WriteAllBytes"] = new(TransferSize.Content, true, 0) { ByPath = true },
        ["File.WriteAllBytesAsync"] = new(TransferSize.Content, true, 0) { ByPath = true },
        ["File.WriteAllLines"] = new(TransferSize.Content, true, 0) { ByPath = true },
        ["File.WriteAllLinesAsync"] = new(TransferSize.Content, true, 0) { ByPath = true },
        ["File.AppendAllText"] = new(TransferSize.Content, true, 0) { ByPath = true, Appends = true },
        ["File.AppendAllTextAsync"] = new(TransferSize.Content, true, 0) { ByPath = true, Appends = true },
        ["File.AppendAllLines"] = new(TransferSize.Content, true, 0) { ByPath = true, Appends = true },
        ["File.AppendAllLinesAsync"] = new(TransferSize.Content, true, 0) { ByPath = true, Appends = true },
    }.ToImmutableDictionary();

    private static readonly ImmutableDictionary<string, FileTransfer> Native = new Dictionary<string, FileTransfer>
    {
        ["ReadFile"] = new(TransferSize.Counted, false, 0, 2),
        ["WriteFile"] = new(TransferSize.Counted, true, 0, 2),
        ["read"] = new(TransferSize.Counted, false, 0, 2),
        ["write"] = new(TransferSize.Counted, true, 0, 2),
        ["pread"] = new(TransferSize.Counted, false, 0, 2, 3),
        ["pread64"] = new(TransferSize.Counted, false, 0, 2, 3),
        ["pwrite"] = new(TransferSize.Counted, true, 0, 2, 3),
        ["pwrite64"] = new(TransferSize.Counted, true, 0, 2, 3),
    }.ToImmutableDictionary();

    public static FileTransfer? Of(IMethodSymbol method)
    {
        if (NativeImport.Of(method) is { } import)
            return Native.TryGetValue(import.EntryPoint, out var native) && method.Parameters.Length > native.Count ? native : null;

        return method.IsStatic
            ? FileApi.IsFramework(method) && Static.TryGetValue(method.ContainingType.Name + "." + method.Name, out var known)
                ? known
                : null
            : FileApi.IsStreamOrWriter(method.ContainingType)
                ? OfMember(method)
                : null;
    }

    private static FileTransfer? OfMember(IMethodSymbol method)
    {
        var parameters = method.Parameters;
        switch (method.Name)
        {
            case "ReadLine" or "ReadLineAsync" or "ReadBlock" or "ReadBlockAsync" or "Peek":
                return new(TransferSize.Content, false);
            case "CopyTo" or "CopyToAsync" or "ReadToEnd" or "ReadToEndAsync":
                return new(TransferSize.ToEnd, false);
            case "ReadByte" or "WriteByte":
                return new(TransferSize.Byte, method.Name == "WriteByte");
            case "Read"
            or "ReadAsync"
            or "ReadExactly"
            or "ReadExactlyAsync"
            or "Write"
            or "WriteAsync" when IsStream(method.ContainingType) && parameters.Length > 0:
                var count = parameters.Length >= 3 && parameters[2].Type.SpecialType == SpecialType.System_Int32 ? 2 : 0;
                return new(TransferSize.Counted, method.Name.StartsWith("Write", StringComparison.Ordinal), Count: count);
            case "Write" when method.ContainingType.Name == "BinaryWriter" && parameters.Length == 1:
                return new(TransferSize.Typed, true, Count: 0);
            case "Write" or "WriteAsync" or "WriteLine" or "WriteLineAsync":
                return new(TransferSize.Content, true);
            default:
                return
                    method.ContainingType.Name == "BinaryReader"
                    && method.Name.StartsWith("Read", StringComparison.Ordinal)
                    && parameters.IsEmpty
                    ? new(TransferSize.Typed, false)
                    : null;
        }
    }

    /// <summary>The bytes that a value of a simple type takes in a binary file.</summary>
    public static int? BytesOf(ITypeSymbol type) =>
        type.SpecialType switch
        {
            SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Boolean => 1,
            SpecialType.System_Int16 or SpecialType.System_UInt16 => 2,
            SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => 4,
            SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double => 8,
            SpecialType.System_Decimal => 16,
            _ => null,
        };

    private static bool IsStream(ITypeSymbol type) =>
        FileApi.IsStreamOrWriter(type)
        && !type.Name.EndsWith("Writer", StringComparison.Ordinal)
        && !type.Name.EndsWith("Reader", StringComparison.Ordinal);
}
