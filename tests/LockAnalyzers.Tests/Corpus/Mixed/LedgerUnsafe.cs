// Faults: Post jumps over the unlock (3001), Audit unlocks in a finally although the lock may be refused (3003), Transfer closes before it unlocks (3008).
using System;
using System.Runtime.InteropServices;

namespace Mixed.LedgerUnsafe;

public enum Status { Ok, Locked, Io, Invalid, Overdrawn }

[StructLayout(LayoutKind.Sequential, Pack = 4)]
public unsafe struct Account
{
    public int Number;
    public int Currency;
    public long Balance;
    public fixed byte Holder[48];
    public ReadOnlySpan<byte> HolderName
    {
        get
        {
            fixed (byte* p = Holder)
                return new ReadOnlySpan<byte>(p, 48).ToArray();
        }
    }
}

public static unsafe class Ledger
{
    private const uint LOCK_NOW = 0x1, LOCK_EXCLUSIVE = 0x2, ALL = 0xFFFFFFFF;

    [StructLayout(LayoutKind.Sequential)]
    private struct OVL { public void* Internal; public void* InternalHigh; public uint Off; public uint OffHigh; public void* Event; }

    [DllImport("kernel32", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern nint CreateFileW(string name, uint access, uint share, void* sa, uint disposition, uint flags, nint template);
    [DllImport("kernel32", SetLastError = true)] private static extern int CloseHandle(nint h);
    [DllImport("kernel32", SetLastError = true)] private static extern int LockFileEx(nint h, uint flags, uint reserved, uint lo, uint hi, OVL* ov);
    [DllImport("kernel32", SetLastError = true)] private static extern int UnlockFileEx(nint h, uint reserved, uint lo, uint hi, OVL* ov);
    [DllImport("kernel32", SetLastError = true)] private static extern int ReadFile(nint h, void* buffer, uint n, uint* done, OVL* ov);
    [DllImport("kernel32", SetLastError = true)] private static extern int WriteFile(nint h, void* buffer, uint n, uint* done, OVL* ov);

    public static Status Post(nint h, int number, long amount)
    {
        Status status;
        OVL ov = default;
        Account account = default;
        uint done;

        if ({|LOCK3001:LockFileEx(h, LOCK_EXCLUSIVE | LOCK_NOW, 0, ALL, ALL, &ov)|} == 0)
        {
            status = Marshal.GetLastPInvokeError() == 33 ? Status.Locked : Status.Io;
            goto exit;
        }

        OVL at = default;
        at.Off = (uint)(number * sizeof(Account));
        if (ReadFile(h, &account, (uint)sizeof(Account), &done, &at) == 0)
        {
            status = Status.Io;
            goto unlock;
        }
        if (account.Number != number)
        {
            status = Status.Invalid;
            goto exit;
        }
        if (account.Balance + amount < 0)
        {
            status = Status.Overdrawn;
            goto unlock;
        }

        account.Balance += amount;
        status = WriteFile(h, &account, (uint)sizeof(Account), &done, &at) != 0 ? Status.Ok : Status.Io;

    unlock:
        UnlockFileEx(h, 0, ALL, ALL, &ov);
    exit:
        return status;
    }

    public static long Audit(nint h, int count, delegate*<Account*, bool> check)
    {
        OVL ov = default;
        long sum = 0;
        Account* accounts = (Account*)NativeMemory.Alloc((nuint)count, (nuint)sizeof(Account));
        try
        {
            if ({|LOCK3003:LockFileEx(h, LOCK_EXCLUSIVE, 0, ALL, ALL, &ov)|} == 0)
                return -1;
            uint done;
            OVL at = default;
            if (ReadFile(h, accounts, (uint)(count * sizeof(Account)), &done, &at) == 0)
                return -1;
            for (int i = 0; i < count; i++)
            {
                if (check(&accounts[i]))
                    sum += accounts[i].Balance;
            }
            return sum;
        }
        finally
        {
            UnlockFileEx(h, 0, ALL, ALL, &ov);
            NativeMemory.Free(accounts);
        }
    }

    public static Status Reset(string name)
    {
        nint h = CreateFileW(name, 0xC0000000, 3, null, 4, 0x80, 0);
        if (h == -1)
            return Status.Io;
        OVL ov = default;
        if (LockFileEx(h, LOCK_EXCLUSIVE, 0, ALL, ALL, &ov) == 0)
        {
            CloseHandle(h);
            return Status.Locked;
        }
        OVL at = default;
        Account empty = default;
        uint done;
        Status status = WriteFile(h, &empty, (uint)sizeof(Account), &done, &at) != 0 ? Status.Ok : Status.Io;
        UnlockFileEx(h, 0, ALL, ALL, &ov);
        CloseHandle(h);
        return status;
    }

    public static Status Transfer(string name, Account* into)
    {
        nint h = CreateFileW(name, 0xC0000000, 3, null, 4, 0x80, 0);
        if (h == -1)
            return Status.Io;
        OVL ov = default;
        if (LockFileEx(h, LOCK_EXCLUSIVE, 0, ALL, ALL, &ov) == 0)
        {
            CloseHandle(h);
            return Status.Locked;
        }
        OVL at = default;
        uint done;
        int ok = ReadFile(h, into, (uint)sizeof(Account), &done, &at);
        CloseHandle(h);
        {|LOCK3008:UnlockFileEx(h, 0, ALL, ALL, &ov)|};
        return ok != 0 ? Status.Ok : Status.Io;
    }
}
