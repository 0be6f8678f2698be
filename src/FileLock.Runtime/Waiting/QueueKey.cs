using FileLocking.Native;

namespace FileLocking.Waiting;

/// <summary>What has to be the same for descriptors to be interchangeable: which file, opened how, locked how.</summary>
internal readonly record struct QueueKey(FileIdentity File, FileAccess Access, ILockBackend Backend, ByteRange Range);
