namespace FileLocking.Native;

/// <summary>Which file it is, whatever it is called: device and inode on Unix, volume and file id on Windows.</summary>
internal readonly record struct FileIdentity(ulong Volume, UInt128 File);
