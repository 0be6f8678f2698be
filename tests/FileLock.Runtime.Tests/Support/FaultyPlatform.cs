using FileLocking.Native;
using Microsoft.Win32.SafeHandles;

namespace FileLocking.Tests;

/// <summary>This system, with errors where a test wants them.</summary>
internal static class FaultyPlatform
{
    public static Platform Over(Action<FaultyHost>? host = null, Action<FaultyBackend>? backend = null)
    {
        var faultyHost = new FaultyHost(Platform.Current.Host);
        host?.Invoke(faultyHost);
        return new(faultyHost, Faulty(Platform.Current.Default), Faulty(Platform.Current.Ranged));

        FaultyBackend Faulty(ILockBackend real)
        {
            var faulty = new FaultyBackend(real);
            backend?.Invoke(faulty);
            return faulty;
        }
    }
}

internal sealed class FaultyHost(IHost real) : IHost
{
    /// <summary>Errors to return from <see cref="Open"/>, by access, as long as there are some.</summary>
    public Dictionary<FileAccess, Queue<int>> OpenErrors { get; } = [];

    public List<FileAccess> Opens { get; } = [];

    /// <summary>Errors to return for the identity of an open file, as long as there are some.</summary>
    public Queue<int> IdentityErrors { get; } = [];

    /// <summary>How often the system was asked which file it is.</summary>
    public int Identifications { get; private set; }

    public bool Network { get; set; }

    public int DeleteError { get; set; }

    public Action? OnDelete { get; set; }

    public int? ThreadLimit => real.ThreadLimit;

    public byte[] EncodePath(string path) => real.EncodePath(path);

    public int Open(byte[] path, FileAccess access, UnixFileMode permissions, bool followLinks, out nint handle)
    {
        Opens.Add(access);
        if (OpenErrors.TryGetValue(access, out var errors) && errors.TryDequeue(out var error))
        {
            handle = -1;
            return error;
        }
        return real.Open(path, access, permissions, followLinks, out handle);
    }

    public void Close(nint handle) => real.Close(handle);

    public OpenError Classify(int error) => real.Classify(error);

    public int Identify(nint handle, out FileIdentity identity)
    {
        Identifications++;
        identity = default;
        return IdentityErrors.TryDequeue(out var error) ? error : real.Identify(handle, out identity);
    }

    public int Identify(byte[] path, bool followLinks, out FileIdentity identity)
    {
        Identifications++;
        return real.Identify(path, followLinks, out identity);
    }

    public int Delete(byte[] path)
    {
        OnDelete?.Invoke();
        return DeleteError != 0 ? DeleteError : real.Delete(path);
    }

    public bool IsNetwork(nint handle) => Network || real.IsNetwork(handle);

    public bool TellsHolders { get; set; } = true;

    /// <summary>For each time that somebody asked who holds a lock: whether a thread of the pool did.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<bool> HolderSearches { get; } = new();

    public IReadOnlyList<FileLockHolder> FindHolders(FileIdentity identity)
    {
        HolderSearches.Enqueue(Thread.CurrentThread.IsThreadPoolThread);
        return TellsHolders ? real.FindHolders(identity) : [];
    }

    public string? ResolveDirectory(string path) => real.ResolveDirectory(path);
}

internal sealed class FaultyBackend(ILockBackend real) : ILockBackend
{
    public Queue<int> LockErrors { get; } = [];

    /// <summary>How often the system was asked for the lock, and was to answer at once.</summary>
    public int Tries { get; private set; }

    public Queue<int> UnlockErrors { get; } = [];

    public Queue<int> BlockingErrors { get; } = [];

    public Action? OnLock { get; set; }

    public Action? OnUnlock { get; set; }

    public bool UpgradesAtomically => real.UpgradesAtomically;

    public bool HasRanges => real.HasRanges;

    public int TryLock(nint handle, FileLockMode mode, ByteRange range)
    {
        Tries++;
        return LockErrors.TryDequeue(out var error) ? error : real.TryLock(handle, mode, range);
    }

    public int Lock(SafeFileHandle handle, FileLockMode mode, ByteRange range)
    {
        OnLock?.Invoke();
        return BlockingErrors.TryDequeue(out var error) ? error : real.Lock(handle, mode, range);
    }

    public int TryConvert(nint handle, FileLockMode to, ByteRange range, out bool stillHeld)
    {
        if (!LockErrors.TryDequeue(out var error))
        {
            return real.TryConvert(handle, to, range, out stillHeld);
        }

        stillHeld = !LockErrors.TryDequeue(out _);
        return error;
    }

    public int Unlock(nint handle, ByteRange range)
    {
        OnUnlock?.Invoke();
        return UnlockErrors.TryDequeue(out var error) ? error : real.Unlock(handle, range);
    }

    public LockError Classify(int error) => real.Classify(error);
}
