using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Win32.SafeHandles;

namespace FileLocking.Benchmarks;

/// <summary>Calls that nobody waits in, each beside the raw system calls that do the same.</summary>
[MemoryDiagnoser]
public class SingleCalls
{
    private string _path = "";
    private byte[] _rawPath = [];
    private int _descriptor;
    private int _refused;
    private int _holder;
    private SafeFileHandle _handle = new();
    private SafeFileHandle _refusedHandle = new();
    private FileLock _lock = new("unused");
    private FileLock _heldLock = new("unused");

    public string LockPath => _path;

    [GlobalSetup]
    public void Setup()
    {
        var folder = Directory.CreateTempSubdirectory("filelock-").FullName;
        _path = Path.Combine(folder, "data.lock");
        _rawPath = Encoding.UTF8.GetBytes(_path + '\0');
        _lock = new(_path);
        _descriptor = Raw.Open(Encoding.UTF8.GetBytes(Path.Combine(folder, "kept.lock") + '\0'));
        _handle = new(_descriptor, ownsHandle: false);

        var held = Encoding.UTF8.GetBytes(Path.Combine(folder, "held.lock") + '\0');
        _holder = Raw.Open(held);
        _refused = Raw.Open(held);
        _refusedHandle = new(_refused, ownsHandle: false);
        _heldLock = new(Path.Combine(folder, "held.lock"));
        if (Raw.flock(_holder, Raw.Exclusive) != 0)
        {
            throw new InvalidOperationException("The held file is not held.");
        }
    }

    [Benchmark]
    public int KeptOpen_Raw() => Raw.flock(_descriptor, Raw.Exclusive | Raw.NonBlocking) + Raw.flock(_descriptor, Raw.Unlock);

    [Benchmark]
    public bool KeptOpen_HandleLock()
    {
        var held = HandleLock.TryLock(_handle);
        HandleLock.Unlock(_handle);
        return held;
    }

    [Benchmark]
    public int First_Raw()
    {
        var descriptor = Raw.Open(_rawPath);
        var result = Raw.flock(descriptor, Raw.Exclusive | Raw.NonBlocking) + Raw.flock(descriptor, Raw.Unlock);
        return result + Raw.close(descriptor);
    }

    [Benchmark]
    public void First_FileLock() => _lock.Acquire().Dispose();

    [Benchmark]
    public void New_FileLock() => new FileLock(_path).Acquire().Dispose();

    [Benchmark]
    public void First_FileStream() =>
        new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0).Dispose();

    [Benchmark]
    public int Refused_Raw() => Raw.flock(_refused, Raw.Exclusive | Raw.NonBlocking);

    [Benchmark]
    public bool Refused_HandleLock() => HandleLock.TryLock(_refusedHandle);

    [Benchmark]
    public FileLockHandle? Refused_FileLock() => _heldLock.TryAcquire();

    [Benchmark]
    public bool Refused_FileStream()
    {
        try
        {
            new FileStream(_heldLock.Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
