// Declared by attribute; disposed in one branch only.
using System;
using System.Collections.Generic;

namespace Branches
{
    public enum LockMode { Shared, Exclusive }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AcquiresLockAttribute : Attribute
    {
        public AcquiresLockAttribute(LockMode mode) { }
    }

    public sealed class Token : IDisposable
    {
        public void Dispose() { }
    }

    public static class Turn
    {
        [AcquiresLock(LockMode.Exclusive)]
        public static Token Take() => new();
    }

    public sealed class Board
    {
        private int _moves;

        public void Move(bool final)
        {
            Token turn = {|LOCK3005:Turn.Take()|};
            _moves++;
            if (final)
            {
                turn.Dispose();
            }
        }

        public void Pass()
        {
            using Token turn = Turn.Take();
            _moves--;
        }
    }
}
