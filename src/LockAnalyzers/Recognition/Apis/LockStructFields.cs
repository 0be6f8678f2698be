namespace LockAnalyzers.Recognition.Apis;

/// <summary>
/// The fields of OVERLAPPED and struct flock, under the names that the framework, Mono.Posix and hand-written structs give them.
/// </summary>
internal static class LockStructFields
{
    public static ArgumentRole? RoleOf(string name) =>
        name.Replace("_", "").ToLowerInvariant() switch
        {
            "offset" or "offsetlow" or "lowoffset" => ArgumentRole.OffsetLow,
            "offsethigh" or "highoffset" => ArgumentRole.OffsetHigh,
            "ltype" or "type" => ArgumentRole.LockType,
            "lwhence" or "whence" => ArgumentRole.Whence,
            "lstart" or "start" => ArgumentRole.Offset,
            "llen" or "len" or "length" => ArgumentRole.Length,
            _ => null,
        };
}
