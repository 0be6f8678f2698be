// A store that walks between lock levels and keeps its level in a field; nothing here is a pair of braces.
using System;
using System.IO;

namespace Levels
{
    public enum Level { None, Read, Append, Exclusive }

    public interface IRangeLocks
    {
        void LockRange(long position, long length, bool exclusive);
        void UnlockRange(long position, long length);
    }

    public class StoreLevels
    {
        private readonly IRangeLocks _channel;
        private bool _readHeld, _writeHeld;
        private Level _level;

        public StoreLevels(IRangeLocks channel) { _channel = channel; }

        protected Level Lock(Level wanted)
        {
            Level before = _level;
            if (wanted == before)
                return before;

            if (_level == Level.Exclusive || wanted == Level.None)
            {
                if (_readHeld)
                {
                    _channel.UnlockRange(0, 4);
                    _readHeld = false;
                }
                _level = Level.None;
            }

            if (_level == Level.None && wanted != Level.None)
            {
                _channel.LockRange(0, 4, exclusive: wanted == Level.Exclusive);
                _readHeld = true;
            }

            if (before == Level.Append && _writeHeld)
            {
                _channel.UnlockRange(4, 4);
                _writeHeld = false;
            }

            if (wanted == Level.Append)
            {
                _channel.LockRange(4, 4, exclusive: true);
                _writeHeld = true;
            }

            _level = wanted;
            return before;
        }

        public void Append(Action write)
        {
            Level before = Lock(Level.Append);
            try
            {
                write();
            }
            finally
            {
                Lock(before);
            }
        }
    }
}
