using LockAnalyzers.Recognition;

namespace LockAnalyzers.Flow;

/// <summary>The fields of OVERLAPPED and struct flock, under the names that the framework, Mono.Posix and hand-written structs give them.</summary>
internal static class StructureFields
{
    public static Role? RoleOf(string name) => name.Replace("_", "").ToLowerInvariant() switch
    {
        "offset" or "offsetlow" or "lowoffset" => Role.OffsetLow,
        "offsethigh" or "highoffset" => Role.OffsetHigh,
        "ltype" or "type" => Role.LockType,
        "lwhence" or "whence" => Role.Whence,
        "lstart" or "start" => Role.Offset,
        "llen" or "len" or "length" => Role.Length,
        _ => null,
    };
}
