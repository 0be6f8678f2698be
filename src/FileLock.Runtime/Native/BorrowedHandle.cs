using Microsoft.Win32.SafeHandles;

namespace FileLocking.Native;

/// <summary>
/// A handle in use by a call: it stays open until this is disposed, so that its number cannot come to mean another file meanwhile.
/// </summary>
internal readonly ref struct BorrowedHandle
{
    private readonly SafeFileHandle _owner;

    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    public BorrowedHandle(SafeFileHandle owner)
    {
        var borrowed = false;
        owner.DangerousAddRef(ref borrowed);
        _owner = owner;
    }

    public nint Value => _owner.DangerousGetHandle();

    public void Dispose() => _owner.DangerousRelease();
}
